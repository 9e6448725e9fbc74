using EmailContactPortal.Domain.Campaigns;

namespace EmailContactPortal.Web.Features.Campaigns.Live;

/// <summary>The numbers of a campaign in flight, as the page shows them and the live stream repeats them.</summary>
internal sealed record LiveCounts(
    string Status,
    bool IsLaunched,
    int Recipients,
    int Waiting,
    int Sent,
    int Deferred,
    int Bounced,
    int Rejected,
    int Uncertain,
    int Excluded,
    int UniqueOpens,
    int UniqueClicks,
    int Unsubscribes,
    int Opens,
    int MachineOpens)
{
    /// <summary>Those who are to get it.</summary>
    public int Total => Recipients - Excluded;

    /// <summary>Those who have an answer for now.</summary>
    public int Handled => Math.Max(0, Total - Waiting);

    /// <summary>Those who would not get it if it were cancelled now.</summary>
    public int Left => Waiting + Deferred;

    public int Percent => Total <= 0 ? 0 : (int)(Handled * 100L / Total);

    public static LiveCounts Of(Campaign campaign, CampaignTotals? totals) => new(
        campaign.Status.ToString(),
        campaign.LaunchedAt is not null,
        totals?.Recipients ?? 0,
        totals?.Pending ?? 0,
        totals?.Sent ?? 0,
        totals?.Deferred ?? 0,
        totals?.Bounced ?? 0,
        totals?.Rejected ?? 0,
        totals?.Uncertain ?? 0,
        totals?.Excluded ?? 0,
        totals?.UniqueOpens ?? 0,
        totals?.UniqueClicks ?? 0,
        totals?.Unsubscribes ?? 0,
        totals?.Opens ?? 0,
        totals?.MachineOpens ?? 0);
}
