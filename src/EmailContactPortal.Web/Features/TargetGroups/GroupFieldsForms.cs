using EmailContactPortal.Audience.Importing;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Domain.Wording;

namespace EmailContactPortal.Web.Features.TargetGroups;

/// <summary>The mapping as it is chosen.</summary>
internal sealed class GroupFieldsForm
{
    /// <summary>CRM fields that come in.</summary>
    public List<string> Incoming { get; set; } = [];

    /// <summary>CRM field for each value of the portal, by its name; empty for none.</summary>
    public Dictionary<string, string?> Outgoing { get; set; } = [];

    /// <summary>The chosen pairs.</summary>
    public IReadOnlyList<OutField> OutFields =>
        [.. Outgoing.Where(o => !string.IsNullOrEmpty(o.Value) && Enum.TryParse<OutValue>(o.Key, out _))
            .Select(o => new OutField(o.Value!, Enum.Parse<OutValue>(o.Key)))];
}

/// <summary>The mapping of one group and what can be chosen.</summary>
internal sealed record GroupFieldsPage(int Id, string Name, string Connection, GroupFieldsForm Form, GroupFieldOffer Offer)
{
    /// <summary>What can go out, with what stands in the field then.</summary>
    public static IReadOnlyList<(OutValue Value, string Label, string Note)> Values =>
    [
        (OutValue.LastSent, Words.Of("Last mailed"), Words.Of("Date and time, UTC")),
        (OutValue.LastCampaign, Words.Of("Last campaign"), Words.Of("Its name")),
        (OutValue.LastOpened, Words.Of("Last read"), Words.Of("Date and time, UTC")),
        (OutValue.LastClicked, Words.Of("Last clicked"), Words.Of("Date and time, UTC")),
        (OutValue.Subscribed, Words.Of("Subscribed"), Words.Of("yes or no")),
    ];
}
