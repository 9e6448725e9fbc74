using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Launching;

/// <summary>Ends campaigns: one whose last recipient has an answer is Sent; one that was cancelled leaves nobody waiting.</summary>
public sealed class CampaignCloser(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>Closes the campaign if it is at its end; true when it was.</summary>
    public async Task<bool> CloseAsync(int campaignId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var status = await db.Campaigns.AsNoTracking().Where(c => c.Id == campaignId).Select(c => (CampaignStatus?)c.Status).SingleOrDefaultAsync(cancellationToken);
        return status switch
        {
            CampaignStatus.Sending => await FinishAsync(db, campaignId, cancellationToken),
            CampaignStatus.Cancelled => await db.InTransactionAsync(token => CancelAsync(db, campaignId, token), cancellationToken),
            _ => false,
        };
    }

    /// <summary>Puts those whom a cancelled campaign left out, or whose message could not be made, back in line; the campaign's move is the caller's.</summary>
    public async Task<int> ReopenAsync(int campaignId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.InTransactionAsync(
            async token =>
            {
                var count = await db.Deliveries
                    .Where(d => d.CampaignId == campaignId && d.Status == DeliveryStatus.Excluded && (d.Exclusion == ExclusionRule.Cancelled || d.Exclusion == ExclusionRule.NotComposable))
                    .ExecuteUpdateAsync(s => s.SetProperty(d => d.Status, DeliveryStatus.Pending).SetProperty(d => d.Exclusion, ExclusionRule.None), token);
                await db.CampaignTotals.Where(t => t.CampaignId == campaignId)
                    .ExecuteUpdateAsync(s => s.SetProperty(t => t.Pending, t => t.Pending + count).SetProperty(t => t.Excluded, t => t.Excluded - count), token);
                await WakeBatchesAsync(db, campaignId, token);
                return count;
            },
            cancellationToken);
    }

    /// <summary>Settles uncertain deliveries by a person's word: sent, or to be sent again.</summary>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="deliveryIds">Which; null for all.</param>
    /// <param name="resend">True sends again, false takes them as sent.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    public async Task<int> SettleUncertainAsync(int campaignId, IReadOnlyCollection<long>? deliveryIds, bool resend, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.InTransactionAsync(
            async token =>
            {
                var rows = db.Deliveries.Where(d => d.CampaignId == campaignId && d.Status == DeliveryStatus.Uncertain && (deliveryIds == null || deliveryIds.Contains(d.Id)));
                var count = resend
                    ? await rows.ExecuteUpdateAsync(s => s.SetProperty(d => d.Status, DeliveryStatus.Pending), token)
                    : await rows.ExecuteUpdateAsync(s => s.SetProperty(d => d.Status, DeliveryStatus.Sent).SetProperty(d => d.SentAt, d => d.AttemptedAt), token);
                var (pending, sent) = resend ? (count, 0) : (0, count);
                await db.CampaignTotals.Where(t => t.CampaignId == campaignId)
                    .ExecuteUpdateAsync(
                        s => s.SetProperty(t => t.Uncertain, t => t.Uncertain - count).SetProperty(t => t.Pending, t => t.Pending + pending).SetProperty(t => t.Sent, t => t.Sent + sent), token);
                if (resend)
                    await WakeBatchesAsync(db, campaignId, token);
                return count;
            },
            cancellationToken);
    }

    private static Task<int> WakeBatchesAsync(PortalContext db, int campaignId, CancellationToken cancellationToken) =>
        db.DeliveryBatches
            .Where(b => b.CampaignId == campaignId && b.IsDone)
            .Where(b => db.Deliveries.Any(d => d.Id >= b.FirstId && d.Id <= b.LastId && d.CampaignId == campaignId && d.Status == DeliveryStatus.Pending))
            .ExecuteUpdateAsync(s => s.SetProperty(b => b.IsDone, false).SetProperty(b => b.DueAt, (DateTime?)null), cancellationToken);

    private async Task<bool> FinishAsync(PortalContext db, int campaignId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return await db.Campaigns
            .Where(c => c.Id == campaignId && c.Status == CampaignStatus.Sending && c.LaunchedAt != null && !db.DeliveryBatches.Any(b => b.CampaignId == campaignId && !b.IsDone))
            .ExecuteUpdateAsync(
                s => s.SetProperty(c => c.Status, CampaignStatus.Sent).SetProperty(c => c.FinishedAt, now).SetProperty(c => c.Version, c => c.Version + 1), cancellationToken) == 1;
    }

    // Rows that are being attempted right now end by themselves; the engine lets nothing new leave.
    private async Task<bool> CancelAsync(PortalContext db, int campaignId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var waiting = db.Deliveries.Where(d => d.CampaignId == campaignId);
        var pending = await waiting.Where(d => d.Status == DeliveryStatus.Pending).ExecuteUpdateAsync(
            s => s.SetProperty(d => d.Status, DeliveryStatus.Excluded).SetProperty(d => d.Exclusion, ExclusionRule.Cancelled), cancellationToken);
        var deferred = await waiting.Where(d => d.Status == DeliveryStatus.Deferred).ExecuteUpdateAsync(
            s => s.SetProperty(d => d.Status, DeliveryStatus.Excluded).SetProperty(d => d.Exclusion, ExclusionRule.Cancelled), cancellationToken);
        await db.CampaignTotals.Where(t => t.CampaignId == campaignId).ExecuteUpdateAsync(
            s => s.SetProperty(t => t.Pending, t => t.Pending - pending).SetProperty(t => t.Deferred, t => t.Deferred - deferred)
                .SetProperty(t => t.Excluded, t => t.Excluded + pending + deferred), cancellationToken);
        var open = await waiting.AnyAsync(d => d.Status == DeliveryStatus.Attempting, cancellationToken);
        if (!open)
            await db.DeliveryBatches.Where(b => b.CampaignId == campaignId && !b.IsDone).ExecuteUpdateAsync(s => s.SetProperty(b => b.IsDone, true), cancellationToken);
        await db.Campaigns.Where(c => c.Id == campaignId && c.FinishedAt == null).ExecuteUpdateAsync(s => s.SetProperty(c => c.FinishedAt, now), cancellationToken);
        return !open;
    }
}
