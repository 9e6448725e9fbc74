using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.WriteBack;
using EmailContactPortal.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Data.Deliveries;

/// <summary>
/// What a person may decide about deliveries after the engine is done with them, set-based, with the counters in the same transaction.
/// Opening a delivery again opens its batch; the campaign must be sending for the engine to take it.
/// </summary>
public static class DeliverySettling
{
    /// <summary>Counts uncertain deliveries as sent; all of the campaign, or the one named.</summary>
    public static Task<int> CountAsSentAsync(
        this PortalContext db, int campaignId, long? deliveryId, DateTime now,
        CancellationToken cancellationToken) => db.InTransactionAsync(
        async token =>
        {
            var rows = Uncertain(db, campaignId, deliveryId);
            var ids = await rows.GroupBy(_ => 1).Select(g => new { First = g.Min(d => d.Id), Last = g.Max(d => d.Id) })
                .FirstOrDefaultAsync(token);
            if (ids is null) return 0;
            var settled = await db.InStretchesAsync(
                rows.OrderBy(d => d.Id),
                some => some.ExecuteUpdateAsync(
                    s => s.SetProperty(d => d.Status, DeliveryStatus.Sent).SetProperty(d => d.SentAt, d => d.AttemptedAt ?? now), token));
            await db.MoveTotalsAsync(campaignId, DeliveryStatus.Uncertain, DeliveryStatus.Sent, settled, token);
            await db.AddSentAsync(campaignId, ids.First, ids.Last, token);
            return settled;
        },
        cancellationToken);

    /// <summary>Lets uncertain deliveries be sent again; all of the campaign, or the one named.</summary>
    public static Task<int> SendUncertainAgainAsync(
        this PortalContext db, int campaignId, long? deliveryId, CancellationToken cancellationToken) =>
        OpenAgainAsync(db, campaignId, Uncertain(db, campaignId, deliveryId), DeliveryStatus.Uncertain, cancellationToken);

    /// <summary>
    /// Lets those be sent to whom nothing had been sent when the campaign was cancelled, or whose message could not be made.
    /// </summary>
    public static Task<int> SendCancelledAsync(this PortalContext db, int campaignId, CancellationToken cancellationToken)
    {
        var rows = db.Deliveries.Where(d => d.CampaignId == campaignId && d.Status == DeliveryStatus.Excluded
            && (d.Exclusion == ExclusionRule.Cancelled || d.Exclusion == ExclusionRule.NotComposable));
        return OpenAgainAsync(db, campaignId, rows, DeliveryStatus.Excluded, cancellationToken);
    }

    private static Task<int> OpenAgainAsync(
        PortalContext db, int campaignId, IQueryable<Delivery> rows, DeliveryStatus from, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async token =>
            {
                await OpenBatchesAsync(db, campaignId, rows, token);
                var opened = await db.InStretchesAsync(
                    rows.OrderBy(d => d.Id),
                    some => some.ExecuteUpdateAsync(
                        s => s.SetProperty(d => d.Status, DeliveryStatus.Pending).SetProperty(d => d.Exclusion, ExclusionRule.None)
                            .SetProperty(d => d.NextAttemptAt, (DateTime?)null),
                        token));
                await db.MoveTotalsAsync(campaignId, from, DeliveryStatus.Pending, opened, token);
                return opened;
            },
            cancellationToken);

    private static IQueryable<Delivery> Uncertain(PortalContext db, int campaignId, long? deliveryId) =>
        db.Deliveries.Where(
            d => d.CampaignId == campaignId && d.Status == DeliveryStatus.Uncertain && (deliveryId == null || d.Id == deliveryId));

    private static Task<int> OpenBatchesAsync(
        PortalContext db, int campaignId, IQueryable<Delivery> rows, CancellationToken cancellationToken) =>
        db.DeliveryBatches.Where(b => b.CampaignId == campaignId && rows.Any(d => d.Id >= b.FirstId && d.Id <= b.LastId))
            .ExecuteUpdateAsync(s => s.SetProperty(b => b.IsDone, false).SetProperty(b => b.DueAt, (DateTime?)null), cancellationToken);
}
