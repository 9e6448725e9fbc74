using System.Text.Json;
using System.Text.Json.Nodes;

namespace EmailContactPortal.Crm.Vtiger.Protocol;

/// <summary>Where write-back goes in a vtiger installation.</summary>
internal enum VtigerSink
{
    /// <summary>The best that the installation offers.</summary>
    Auto,

    /// <summary>A comment on the contact; works in nearly every installation.</summary>
    Comment,

    /// <summary>A custom module with a unique external id: the best way, an administrator of the CRM installs it.</summary>
    Module,

    /// <summary>Fields of the contact that an administrator added; they keep the last state.</summary>
    Fields,

    /// <summary>An e-mail record for what was sent, comments for the rest.</summary>
    Email,

    /// <summary>Only the opt-out flag of the contact is kept in step.</summary>
    None,
}

/// <summary>What a vtiger connection can be told besides address and user; all of it has a sensible default.</summary>
internal sealed record VtigerOptions
{
    /// <summary>What campaigns can hold.</summary>
    public static IReadOnlyList<string> PossibleMembers { get; } = ["Contacts", "Leads", "Accounts"];

    /// <summary>Values of the campaign's status that count as active; the picklist can be edited in the CRM.</summary>
    public IReadOnlyList<string> ActiveStatuses { get; private init; } = ["Active"];

    /// <summary>What counts as a member: Contacts, Leads, Accounts.</summary>
    public IReadOnlyList<string> MemberTypes { get; private init; } = ["Contacts"];

    /// <summary>Where activity is written.</summary>
    public VtigerSink Sink { get; private init; }

    /// <summary>
    /// Name of the custom module with the fields <c>externalid</c>, <c>eventtype</c>, <c>eventtime</c>, <c>contact_ref</c>,
    /// <c>campaign_ref</c>.
    /// </summary>
    public string Module { get; private init; } = "EcpEvents";

    /// <summary>Field of the contact that takes the last thing that happened, in words.</summary>
    public string StatusField { get; private init; } = "";

    /// <summary>Fields of the contact that take the time of the last mail, reading and click.</summary>
    public string SentField { get; private init; } = "";

    public string OpenedField { get; private init; } = "";

    public string ClickedField { get; private init; } = "";

    /// <summary>
    /// Field of the contact that names its campaign, for servers that cannot be asked for a campaign's members; empty when campaigns can.
    /// </summary>
    public string MarkerField { get; private init; } = "";

    /// <exception cref="CrmException">The text is not JSON, or says something that cannot be.</exception>
    public static VtigerOptions Read(string json)
    {
        JsonObject given;
        try
        {
            given = JsonNode.Parse(string.IsNullOrWhiteSpace(json) ? "{}" : json) as JsonObject ?? [];
        }
        catch (JsonException e)
        {
            throw new CrmException(CrmFault.Settings, $"The connection's options are not good JSON: {e.Message}", e);
        }

        var types = List(given, "memberTypes") ?? List(given, "memberType") ?? ["Contacts"];
        if (types.FirstOrDefault(t => !PossibleMembers.Contains(t)) is { } wrong)
            throw new CrmException(CrmFault.Settings, $"memberTypes has '{wrong}'; it may name {string.Join(", ", PossibleMembers)}.");
        var sink = Word(given, "sink", "auto");
        if (!Enum.TryParse<VtigerSink>(sink, ignoreCase: true, out var kind))
            throw new CrmException(
                CrmFault.Settings, $"sink is '{sink}'; it may be {string.Join(", ", Enum.GetNames<VtigerSink>()).ToLowerInvariant()}.");
        var options = new VtigerOptions
        {
            ActiveStatuses = List(given, "activeStatuses") ?? ["Active"],
            MemberTypes = types,
            Sink = kind,
            Module = Name(given, "module", "EcpEvents"),
            StatusField = Name(given, "statusField", ""),
            SentField = Name(given, "sentField", ""),
            OpenedField = Name(given, "openedField", ""),
            ClickedField = Name(given, "clickedField", ""),
            MarkerField = Name(given, "markerField", ""),
        };
        return kind != VtigerSink.Fields || options.StatusFields.Any()
            ? options
            : throw new CrmException(
                CrmFault.Settings,
                "Write-back to contact fields needs the name of at least one field: statusField, sentField, openedField or clickedField.");
    }

    /// <summary>The contact fields that are named.</summary>
    public IEnumerable<string> StatusFields => new[] { StatusField, SentField, OpenedField, ClickedField }.Where(f => f.Length > 0);

    private static string Word(JsonObject given, string name, string otherwise) =>
        given[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Trim().Length > 0 ? text.Trim() : otherwise;

    // Names go into queries as they are.
    private static string Name(JsonObject given, string name, string otherwise)
    {
        var text = Word(given, name, otherwise);
        return text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? text
            : throw new CrmException(CrmFault.Settings, $"{name} is '{text}'; a name has letters, digits and underscores only.");
    }

    // A list, or one text with commas as a form gives it.
    private static List<string>? List(JsonObject given, string name)
    {
        var texts = given[name] switch
        {
            JsonArray array => array.Select(v => v?.ToString() ?? ""),
            JsonValue value => value.ToString().Split(','),
            _ => [],
        };
        var list = texts.Select(t => t.Trim()).Where(t => t.Length > 0).Distinct().ToList();
        return list.Count > 0 ? list : null;
    }
}
