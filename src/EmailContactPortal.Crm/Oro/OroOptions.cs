using System.Text.Json;
using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Crm.Oro;

/// <summary>What stands for a campaign with members in an Oro.</summary>
internal enum OroSource
{
    /// <summary>A campaign; its members are in the contact group of the same name or code.</summary>
    Campaigns,

    /// <summary>Every contact group.</summary>
    Groups,

    /// <summary>Every marketing list; only where the installation's developers opened them to the API.</summary>
    Lists,
}

/// <summary>What an Oro connection can be told besides address and client.</summary>
internal sealed record OroOptions
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Below the site's address; <c>/admin/api</c> where a storefront has the front door.</summary>
    public string ApiPath { get; init; } = "/api";

    /// <summary><c>campaigns</c>, <c>groups</c> or <c>lists</c>.</summary>
    public string Source { get; init; } = "campaigns";

    /// <summary>Filter of contacts that takes a marketing list's id.</summary>
    public string ListFilter { get; init; } = "marketingLists";

    /// <summary>A yes-or-no field that the customer added to contacts; empty when there is none.</summary>
    public string OptOutField { get; init; } = "";

    /// <summary>Contacts in one page.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>What the connection's form asks.</summary>
    public static IReadOnlyList<CrmOption> Form { get; } =
    [
        new("source", "A campaign is", CrmOptionType.Choice)
        {
            Group = "Reading",
            Default = "campaigns",
            Choices =
            [
                new("campaigns", "A marketing campaign, with the contact group of the same name or code as members"),
                new("groups", "A contact group"),
                new("lists", "A marketing list, where its API was opened"),
            ],
            Help = "Oro gives no members of campaigns and marketing lists by itself; contact groups always work.",
        },
        new("listFilter", "Filter of contacts by marketing list", CrmOptionType.Text)
        {
            Group = "Reading", Default = "marketingLists", MaxLength = 100,
            Help = "Only for marketing lists: the name that your developers gave it.",
        },
        new("apiPath", "Path of the API", CrmOptionType.Text)
        {
            Group = "Reading",
            Default = "/api",
            MaxLength = 100,
            Help = "/admin/api where a storefront is installed too.",
            Check = path => path.GetString()!.StartsWith('/') ? [] : ["Path of the API begins with a slash, for example /api."],
        },
        new("pageSize", "Contacts in one page", CrmOptionType.Number) { Group = "Reading", Default = "100", Min = 1, Max = 1000 },
        new("optOutField", "Contact field for “no mail”", CrmOptionType.Text)
        {
            Group = "Writing back", MaxLength = 100,
            Help =
                "A yes-or-no field that was added to contacts, as the API calls it. Without it an unsubscribe is recorded as a marketing "
                    + "activity only.",
        },
    ];

    public OroSource SourceKind => Enum.TryParse<OroSource>(Source, ignoreCase: true, out var source) ? source : OroSource.Campaigns;

    /// <exception cref="CrmException">The text is not what an Oro connection has.</exception>
    public static OroOptions Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<OroOptions>(string.IsNullOrWhiteSpace(json) ? "{}" : json, Json) ?? new OroOptions();
        }
        catch (JsonException e)
        {
            throw new CrmException(CrmFault.Settings, $"The connection's options are not good JSON: {e.Message}", e);
        }
    }
}
