using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Consent;
using EmailContactPortal.Data.WriteBack;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.Tracking;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Data.Deliveries;

/// <summary>What became of a report about a delivery.</summary>
public enum ReturnResult
{
    Recorded,

    /// <summary>It says nothing new.</summary>
    Known,

    /// <summary>It came faster than the word that the message was taken; it should be brought again later.</summary>
    TooEarly,

    /// <summary>The delivery is gone.</summary>
    Gone,
}

/// <summary>
/// Bounces and complaints of deliveries: state, event, counters, suppression and the fact for the CRM in one transaction.
/// </summary>
public static class DeliveryReturns
{
    /// <summary>Marks a sent or uncertain delivery as bounced.</summary>
    /// <param name="db">The tables.</param>
    /// <param name="deliveryId">Which.</param>
    /// <param name="isHard">Whether there is no such mailbox, so that the address is suppressed at once.</param>
    /// <param name="reason">The receiving server's words.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancellationToken">Undoes everything.</param>
    public static Task<ReturnResult> BounceAsync(
        this PortalContext db, long deliveryId, bool isHard, string reason, DateTime now,
        CancellationToken cancellationToken) => db.InTransactionAsync(
        async token =>
        {
            if (await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == deliveryId, token) is not { } delivery)
                return ReturnResult.Gone;
            if (delivery.Status is DeliveryStatus.Pending or DeliveryStatus.Deferred) return ReturnResult.TooEarly;
            if (!DeliveryMoves.IsLegal(delivery.Status, DeliveryStatus.Bounced)) return ReturnResult.Known;

            var was = delivery.Status;
            var changed = await db.Deliveries.Where(d => d.Id == deliveryId && d.Status == was).ExecuteUpdateAsync(
                s => s.SetProperty(d => d.Status, DeliveryStatus.Bounced)
                    .SetProperty(d => d.SmtpReply, Text.Bound(reason, Delivery.MaxReply))
                    .SetProperty(d => d.SentAt, d => d.SentAt ?? d.AttemptedAt ?? now),
                token);
            if (changed == 0) return ReturnResult.TooEarly;
            await db.MoveTotalsAsync(delivery.CampaignId, was, DeliveryStatus.Bounced, 1, token);
            await AddEventAsync(db, delivery, TrackingKind.Bounce, now, token);
            await db.AddSentAsync(delivery.CampaignId, deliveryId, deliveryId, token);
            await db.AddFactsAsync(
                [new WriteBackFact(deliveryId, isHard ? CrmActivityKind.HardBounced : CrmActivityKind.SoftBounced, now)], token);
            if (isHard) await db.SuppressAsync(delivery.Email, SuppressionReason.HardBounce, reason, now, delivery.CampaignId, token);
            else if (await HasBouncedInARowAsync(db, delivery.EmailKey, token))
                await db.SuppressAsync(delivery.Email, SuppressionReason.SoftBounces, reason, now, delivery.CampaignId, token);
            return ReturnResult.Recorded;
        },
        cancellationToken);

    /// <summary>Counts a complaint, once for a delivery, and takes the address out of all sending.</summary>
    public static Task<ReturnResult> ComplainAsync(
        this PortalContext db, long deliveryId, string reason, DateTime now, CancellationToken cancellationToken) => db.InTransactionAsync(
        async token =>
        {
            if (await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == deliveryId, token) is not { } delivery)
                return ReturnResult.Gone;
            await db.SuppressAsync(delivery.Email, SuppressionReason.Complaint, reason, now, delivery.CampaignId, token);
            var complaints = db.TrackingEvents
                .Where(e => e.CampaignId == delivery.CampaignId && e.DeliveryId == deliveryId && e.Kind == TrackingKind.Complaint);
            if (await complaints.AnyAsync(token)) return ReturnResult.Known;
            await AddEventAsync(db, delivery, TrackingKind.Complaint, now, token);
            await db.CampaignTotals.Where(t => t.CampaignId == delivery.CampaignId)
                .ExecuteUpdateAsync(s => s.SetProperty(t => t.Complaints, t => t.Complaints + 1), token);

            // Who calls it spam wants no mail: the CRM hears what it hears of somebody who left.
            await db.AddFactsAsync([new WriteBackFact(deliveryId, CrmActivityKind.Unsubscribed, now)], token);
            return ReturnResult.Recorded;
        },
        cancellationToken);

    private static async Task<bool> HasBouncedInARowAsync(PortalContext db, string emailKey, CancellationToken cancellationToken)
    {
        var last = await db.Deliveries.Where(
            d => d.EmailKey == emailKey && (d.Status == DeliveryStatus.Sent || d.Status == DeliveryStatus.Bounced))
            .OrderByDescending(d => d.Id).Take(Suppression.SoftLimit).Select(d => d.Status).ToListAsync(cancellationToken);
        return last.Count == Suppression.SoftLimit && last.TrueForAll(s => s == DeliveryStatus.Bounced);
    }

    private static Task<int> AddEventAsync(
        PortalContext db, Delivery delivery, TrackingKind kind, DateTime now, CancellationToken cancellationToken) =>
        db.AddEventAsync(
            new TrackingEvent { CampaignId = delivery.CampaignId, DeliveryId = delivery.Id, Kind = kind, At = now, IsMachine = true },
            cancellationToken);
}
