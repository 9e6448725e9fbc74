using System.Text.Json;

namespace EmailContactPortal.Crm.Vtiger;

/// <summary>Where write-back goes in a vtiger installation.</summary>
internal enum VtigerSink
{
    /// <summary>A comment on the contact; works in every installation.</summary>
    Comment,

    /// <summary>A custom module with a unique external id: the best way, an administrator of the CRM installs it.</summary>
    Module,

    /// <summary>Only the opt-out flag of the contact is kept in step.</summary>
    None,
}

/// <summary>What a vtiger connection can be told besides address and user; all of it has a sensible default.</summary>
internal sealed record VtigerOptions
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>What the connection's form asks.</summary>
    public static IReadOnlyList<CrmOption> Form { get; } =
    [
        new("activeStatuses", "Statuses that count as active", CrmOptionType.Lines)
        {
            Group = "Reading", Default = "Active", Help = "Values of the campaign's status in the CRM, one a line; the values, not their translations.",
        },
        new("memberType", "Members are", CrmOptionType.Choice)
        {
            Group = "Reading", Default = "Contacts", Choices = [new("Contacts", "Contacts"), new("Leads", "Leads"), new("Accounts", "Organisations (Accounts)")],
        },
        new("sink", "Readings and clicks go to", CrmOptionType.Choice)
        {
            Group = "Writing back", Default = "comment",
            Choices = [new("comment", "A comment on the contact"), new("module", "A module of their own, installed by the CRM's administrator"), new("none", "Nowhere; only the opt-out is kept in step")],
        },
        new("module", "Name of that module", CrmOptionType.Text)
        {
            Group = "Writing back", Default = "EcpEvents", MaxLength = 100, Help = "It needs a unique field externalid, and eventtype, eventtime, contact_ref and description.",
        },
    ];

    /// <summary>Values of the campaign's status that count as active; the picklist can be edited in the CRM.</summary>
    public IReadOnlyList<string> ActiveStatuses { get; init; } = ["Active"];

    /// <summary>Contacts, Leads or Accounts.</summary>
    public string MemberType { get; init; } = "Contacts";

    /// <summary><c>comment</c>, <c>module</c> or <c>none</c>.</summary>
    public string Sink { get; init; } = "comment";

    /// <summary>Name of the custom module when the sink is <c>module</c>.</summary>
    public string Module { get; init; } = "EcpEvents";

    public VtigerSink SinkKind => Enum.TryParse<VtigerSink>(Sink, ignoreCase: true, out var sink) ? sink : VtigerSink.Comment;

    /// <exception cref="CrmException">The text is not JSON, or names an unknown member type.</exception>
    public static VtigerOptions Read(string json)
    {
        VtigerOptions options;
        try
        {
            options = JsonSerializer.Deserialize<VtigerOptions>(string.IsNullOrWhiteSpace(json) ? "{}" : json, Json) ?? new VtigerOptions();
        }
        catch (JsonException e)
        {
            throw new CrmException(CrmFault.Settings, $"The connection's options are not good JSON: {e.Message}", e);
        }

        return options.MemberType is "Contacts" or "Leads" or "Accounts"
            ? options
            : throw new CrmException(CrmFault.Settings, $"memberType is '{options.MemberType}'; it must be Contacts, Leads or Accounts.");
    }
}
