using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Web.Shell.Elements;
using EmailContactPortal.Web.Shell.Listing;

namespace EmailContactPortal.Web.Features.Campaigns;

/// <summary>One row of the list of campaigns.</summary>
internal sealed record CampaignRow(
    int Id,
    string Name,
    string Tags,
    CampaignStatus Status,
    string? Group,
    int People,
    int Handled,
    string Owner,
    DateTime? ScheduledAt,
    DateTime? FinishedAt,
    DateTime UpdatedAt);

/// <summary>The list of campaigns.</summary>
internal static class CampaignList
{
    public static ListSpec<Campaign, CampaignRow> Spec { get; } = new ListSpec<Campaign, CampaignRow>("campaigns", "campaigns")
        .Column("name", "Name", ListSort<Campaign>.Text(c => c.Name))
        .Column("status", "State", ListSort<Campaign>.By(c => c.Status))
        .Column("group", "Target group", show: r => r.Group ?? "–")
        .Column("people", "People", isNumber: true)
        .Column("when", "When")
        .Column("owner", "Owner", show: r => r.Owner)
        .Column("changed", "Changed", ListSort<Campaign>.By(c => c.UpdatedAt, ["UpdatedAt"]), isNewestFirst: true)
        .Actions()
        .Order("changed", descending: true)
        .Tie(c => c.Id)
        .Search("Search by name or tag", "Search by name or tag", c => c.Name, c => c.Tags)
        .Filter(new("status", "State")
        {
            Every = "Every state",
            Options = () => ListOption.Of<CampaignStatus>(s => StateTag.Look(s).Word),
            Where = value => Enum.TryParse<CampaignStatus>(value, out var status) ? c => c.Status == status : null,
        })
        .Filter(new("owner", "Owner") { Every = "Everybody’s", Options = () => [new("mine", "Mine")] })
        .Filter(new("tag", "Tag") { HasChip = true, Where = tag => c => (", " + c.Tags + ",").Contains(", " + tag + ",") })
        .Says(
            "Campaigns",
            new(
                "send", "No campaigns yet",
                "A campaign sends one email to one target group, now or at a time you choose. It begins as a draft that saves itself.",
                ("New campaign", "/campaigns/new")),
            new(
                "search", "Nothing matches", "Search by a part of the name, or leave state and owner open.",
                ("Clear search and filters", "")));
}
