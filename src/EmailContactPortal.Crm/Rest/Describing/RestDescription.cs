using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmailContactPortal.Crm.Rest.Describing;

/// <summary>A CRM's API in data: what to call, and where in the answers to find things. Paths are JSON Pointers (RFC 6901).</summary>
internal sealed record RestDescription
{
    public RestAuth Auth { get; init; } = new();

    /// <summary>Headers of every request.</summary>
    public Dictionary<string, string> Headers { get; init; } = [];

    public RestCampaigns? Campaigns { get; init; }

    public RestFields? Fields { get; init; }

    public RestCount? Count { get; init; }

    public RestMembers? Members { get; init; }

    /// <summary>Members that changed since <c>{since}</c>; read with the paths of <see cref="Members"/>.</summary>
    public RestList? Changes { get; init; }

    public RestWriteBack? WriteBack { get; init; }

    /// <summary>Marks a contact as wanting no mail.</summary>
    public RestCall? OptOut { get; init; }

    /// <summary>Takes that mark away.</summary>
    public RestCall? OptIn { get; init; }

    public RestLimits Limits { get; init; } = new();

    /// <summary>Where an error's words stand in an answer.</summary>
    public string? Error { get; init; }
}

/// <summary>How the portal shows who it is; user name and secret come from the connection, never from the description.</summary>
internal sealed record RestAuth
{
    /// <summary><c>none</c>, <c>header</c>, <c>bearer</c>, <c>basic</c> or <c>oauth2</c> (client credentials).</summary>
    public string Type { get; init; } = "bearer";

    /// <summary>Name of the header for <c>header</c>.</summary>
    public string Header { get; init; } = "";

    /// <summary>Its value for <c>header</c>.</summary>
    public string Value { get; init; } = "{secret}";

    /// <summary>Where tokens are given, for <c>oauth2</c>: a path, or a whole address when it is another server.</summary>
    public string TokenUrl { get; init; } = "";

    /// <summary>How the client names itself there: <c>form</c>, <c>basic</c> or <c>json</c>.</summary>
    public string Client { get; init; } = "form";

    /// <summary>Further fields of the token request, as <c>scope</c>.</summary>
    public Dictionary<string, string> Fields { get; init; } = [];
}

/// <summary>One request.</summary>
internal record RestCall
{
    /// <summary>HTTP method; GET for reading and POST for writing when it is not said.</summary>
    public string? Method { get; init; }

    /// <summary>Below the connection's address, with placeholders.</summary>
    public string Path { get; init; } = "";

    /// <summary>Query parameters; one that comes out empty is left out.</summary>
    public Dictionary<string, string> Query { get; init; } = [];

    /// <summary>A JSON body; its texts may have placeholders.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>Form fields instead of a body.</summary>
    public Dictionary<string, string>? Form { get; init; }

    public RestSuccess? Success { get; init; }
}

/// <summary>How a good answer is told from a bad one; by status 200 to 299 when nothing is said.</summary>
internal sealed record RestSuccess
{
    public IReadOnlyList<int> Status { get; init; } = [];

    public string? Path { get; init; }

    [JsonPropertyName("equals")]
    public IReadOnlyList<JsonElement> Equal { get; init; } = [];
}

/// <summary>A request that gives a list, page by page.</summary>
internal record RestList : RestCall
{
    /// <summary>Where the list stands in the answer; the answer itself when empty.</summary>
    public string Items { get; init; } = "";

    public RestPaging Paging { get; init; } = new();
}

/// <summary>How to come to the next page.</summary>
internal sealed record RestPaging
{
    /// <summary>
    /// <c>none</c>, <c>page</c>, <c>offset</c>, <c>cursor</c> (a token in the answer), <c>next</c> (a link in the answer) or <c>link</c> (a
    /// Link header, RFC 8288).
    /// </summary>
    public string Kind { get; init; } = "none";

    /// <summary>Records in one page.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Number of the first page.</summary>
    public int First { get; init; } = 1;

    /// <summary>Where the token or the link stands.</summary>
    public string Path { get; init; } = "";
}

/// <summary>A value that decides something: what stands at the path is one of these.</summary>
internal sealed record RestTest
{
    public string Path { get; init; } = "";

    [JsonPropertyName("equals")]
    public IReadOnlyList<JsonElement> Equal { get; init; } = [];
}

/// <summary>The list of campaigns.</summary>
internal sealed record RestCampaigns : RestList
{
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    public string Created { get; init; } = "";

    /// <summary>Number of members, when the list tells.</summary>
    public string Members { get; init; } = "";

    public RestTest? ActiveWhen { get; init; }

    /// <summary>First day of the campaign.</summary>
    public string Starts { get; init; } = "";

    /// <summary>Last day of the campaign.</summary>
    public string Ends { get; init; } = "";
}

/// <summary>The fields of a contact: a request, or a fixed list.</summary>
internal sealed record RestFields : RestList
{
    public string Name { get; init; } = "";

    public string Label { get; init; } = "";

    public RestTest? CustomWhen { get; init; }

    /// <summary>Name and label of each, when the CRM cannot be asked.</summary>
    public Dictionary<string, string>? Fixed { get; init; }
}

/// <summary>How many members a campaign has.</summary>
internal sealed record RestCount : RestCall
{
    public string Value { get; init; } = "";
}

/// <summary>The members of a campaign.</summary>
internal sealed record RestMembers : RestList
{
    public string Id { get; init; } = "";

    public string Email { get; init; } = "";

    public string FirstName { get; init; } = "";

    public string LastName { get; init; } = "";

    /// <summary>Where a field's value stands; <c>{field}</c> is its name.</summary>
    public string Field { get; init; } = "/{field}";

    public RestTest? OptOutWhen { get; init; }

    /// <summary>A second request for the contacts of a page, when the list of members gives only ids.</summary>
    public RestDetails? Details { get; init; }
}

/// <summary>Contacts by <c>{ids}</c>.</summary>
internal sealed record RestDetails : RestCall
{
    public string Items { get; init; } = "";

    public string Id { get; init; } = "/id";
}

/// <summary>What is called for each kind of activity.</summary>
internal sealed record RestWriteBack
{
    /// <summary>Whether the CRM recognises a repeated write by our external id.</summary>
    public bool Idempotent { get; init; }

    public RestWrite? Sent { get; init; }

    public RestWrite? Opened { get; init; }

    public RestWrite? Clicked { get; init; }

    public RestWrite? Unsubscribed { get; init; }

    public RestWrite? Resubscribed { get; init; }

    public RestWrite? HardBounced { get; init; }

    public RestWrite? SoftBounced { get; init; }
}

/// <summary>A writing call; with <see cref="Find"/> what is there already is changed instead of repeated.</summary>
internal sealed record RestWrite : RestCall
{
    public RestFind? Find { get; init; }

    /// <summary>Changes the record that was found, as <c>{recordId}</c>; without it a record that is there is left as it is.</summary>
    public RestCall? Update { get; init; }
}

/// <summary>Looks for what was written before.</summary>
internal sealed record RestFind : RestCall
{
    public string Items { get; init; } = "";

    public string Id { get; init; } = "/id";
}

/// <summary>What the CRM can bear.</summary>
internal sealed record RestLimits
{
    /// <summary>Calls a second; 0 is no limit.</summary>
    public double PerSecond { get; init; }

    /// <summary>Activities that are handed over at once.</summary>
    public int Batch { get; init; } = 20;
}
