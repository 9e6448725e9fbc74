using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Web.Shell.Listing;

namespace EmailContactPortal.Web.Features.Reports;

/// <summary>One campaign in the list of reports.</summary>
internal sealed record ReportRow(
    int Id, string Name, CampaignStatus Status, string Tags, DateTime? LaunchedAt, int Sent, int UniqueOpens, int UniqueClicks,
    int Unsubscribes);

/// <summary>A campaign that was launched, with its counters.</summary>
internal sealed class Launched
{
    public required Campaign Campaign { get; init; }

    public required CampaignTotals Totals { get; init; }
}

/// <summary>The list of reports.</summary>
internal static class ReportList
{
    public static ListSpec<Launched, ReportRow> Spec { get; } = new ListSpec<Launched, ReportRow>("reports", "campaigns")
        .Column("name", "Campaign", ListSort<Launched>.Text(r => r.Campaign.Name))
        .Column("state", "State")
        .Column("sent", "Sent", ListSort<Launched>.By(r => r.Campaign.LaunchedAt), isNewestFirst: true)
        .Column("delivered", "Delivered", ListSort<Launched>.By(r => r.Totals.Sent), isNumber: true, isNewestFirst: true)
        .Column(
            "opened", "Opened", Share(r => r.Totals.Sent == 0 ? 0 : r.Totals.UniqueOpens * 1000L / r.Totals.Sent), isNumber: true,
            isNewestFirst: true)
        .Column(
            "clicked", "Clicked", Share(r => r.Totals.Sent == 0 ? 0 : r.Totals.UniqueClicks * 1000L / r.Totals.Sent), isNumber: true,
            isNewestFirst: true)
        .Column("unsubscribed", "Unsubscribed", isNumber: true)
        .Order("sent", descending: true)
        .Tie(r => r.Campaign.Id)
        .Search("Search reports", "Search by campaign or tag", r => r.Campaign.Name, r => r.Campaign.Tags)
        .Says(
            "Reports",
            new(
                "chart-line", "Nothing was sent yet",
                "When a campaign goes out, its opens, clicks and unsubscribes are counted here while they happen.",
                ("Go to campaigns", "/campaigns")),
            new(
                "search", "No campaign matches “{0}”",
                "Search by a part of the name or by a tag. Campaigns that were not sent yet have no report.", ("Clear the search", "")));

    private static ListSort<Launched> Share(System.Linq.Expressions.Expression<Func<Launched, long>> share) => ListSort<Launched>.By(share);
}
