using System.Text.Json;
using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Crm.Vtiger.Protocol;

/// <summary>What the form of a vtiger connection asks besides address, user and key.</summary>
internal static class VtigerForm
{
    public static IReadOnlyList<CrmOption> Options { get; } =
    [
        new("activeStatuses", "Statuses that count as active", CrmOptionType.Lines)
        {
            Group = "Reading", Default = "Active",
            Help = "Values of the campaign's status in the CRM, one a line; the values, not their translations.",
        },
        new("memberTypes", "Members are", CrmOptionType.Lines)
        {
            Group = "Reading", Default = "Contacts", Help = "Contacts, Leads or Accounts, one a line; several are read together.",
            Check = MemberTypes,
        },
        new("markerField", "Field that names the campaign", CrmOptionType.Text)
        {
            Group = "Reading", MaxLength = 100, Check = Name,
            Help =
                "Only for 5.x servers, which cannot be asked for a campaign's members: a field of the contact that holds the campaign's "
                    + "name, for example cf_650. Otherwise leave it empty.",
        },
        new("sink", "Readings and clicks go to", CrmOptionType.Choice)
        {
            Group = "Writing back", Default = "auto",
            Choices =
            [
                new("auto", "The best this CRM offers: the module, else contact fields if named, else comments"),
                new("module", "A module of their own, installed by the CRM's administrator"),
                new("fields", "Fields of the contact, last state only"), new("comment", "Comments on the contact"),
                new("email", "An e-mail record for what was sent, comments for the rest"),
                new("none", "Nowhere; only the opt-out is kept in step"),
            ],
        },
        new("module", "Name of that module", CrmOptionType.Text)
        {
            Group = "Writing back", Default = "EcpEvents", MaxLength = 100, Check = Name,
            Help =
                "It needs a unique field externalid, and eventtype, eventtime and contact_ref; campaign_ref, eventcount and description "
                    + "are filled where they exist.",
        },
        new(
            "statusField", "Field for what happened last",
            CrmOptionType.Text)
            {
                Group = "Writing back",
                MaxLength = 100,
                Check = Name,
                Help = "A text field of the contact, for example cf_652.",
            },
        new("sentField", "Field for the last mail's time", CrmOptionType.Text) { Group = "Writing back", MaxLength = 100, Check = Name },
        new(
            "openedField", "Field for the last reading's time",
            CrmOptionType.Text) { Group = "Writing back", MaxLength = 100, Check = Name },
        new(
            "clickedField", "Field for the last click's time",
            CrmOptionType.Text) { Group = "Writing back", MaxLength = 100, Check = Name },
    ];

    private static IEnumerable<string> Name(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && !value.GetString()!.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            yield return "A name has letters, digits and underscores only.";
    }

    private static IEnumerable<string> MemberTypes(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array) yield break;
        foreach (var type in value.EnumerateArray().Select(t => t.ToString()).Where(t => !VtigerOptions.PossibleMembers.Contains(t)))
            yield return $"“{type}” is none of {string.Join(", ", VtigerOptions.PossibleMembers)}.";
    }
}
