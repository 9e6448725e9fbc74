using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Deliveries;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Sending.Delivering;
using EmailContactPortal.Sending.Pacing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Sending.Closing;

/// <summary>Ends campaigns: one whose last recipient has an answer is Sent; one that was cancelled leaves nobody waiting.</summary>
public sealed class CampaignCloser(
    IDbContextFactory<PortalContext> contexts, CampaignSender sender, IOptions<SendingOptions> options, TimeProvider time)
{
    /// <summary>Closes the campaign if it is at its end; true when it was.</summary>
    public async Task<bool> CloseAsync(int campaignId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var status = await db.Campaigns.AsNoTracking().Where(c => c.Id == campaignId).Select(c => (CampaignStatus?)c.Status)
            .SingleOrDefaultAsync(cancellationToken);
        return status switch
        {
            CampaignStatus.Sending => await FinishAsync(db, campaignId, cancellationToken),
            CampaignStatus.Cancelled => await CancelAsync(db, campaignId, cancellationToken),
            CampaignStatus.Paused => await AbandonAsync(db, campaignId, cancellationToken) < 0,
            _ => false,
        };
    }

    private async Task<bool> FinishAsync(PortalContext db, int campaignId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var isFinished = await db.Campaigns
            .Where(
                c => c.Id == campaignId && c.Status == CampaignStatus.Sending && c.LaunchedAt != null
                    && !db.DeliveryBatches.Any(b => b.CampaignId == campaignId && !b.IsDone))
            .ExecuteUpdateAsync(
                s => s.SetProperty(c => c.Status, CampaignStatus.Sent).SetProperty(c => c.FinishedAt, now)
                    .SetProperty(c => c.Version, c => c.Version + 1), cancellationToken) == 1;
        if (isFinished)
            await db.OpenAttempts.Where(a => a.CampaignId == campaignId).ExecuteDeleteAsync(cancellationToken);
        if (isFinished && !sender.IsRunning(campaignId))
            await CampaignCounts.RepairAsync(db, campaignId, now, cancellationToken);
        return isFinished;
    }

    private async Task<bool> CancelAsync(PortalContext db, int campaignId, CancellationToken cancellationToken)
    {
        await AbandonAsync(db, campaignId, cancellationToken);
        return await LeaveOutAsync(db, campaignId, cancellationToken);
    }

    private Task<int> AbandonAsync(PortalContext db, int campaignId, CancellationToken cancellationToken) => db.AbandonDeadAttemptsAsync(
        campaignId, sender.IsRunning(campaignId) ? options.Value.Instance : null, time.GetUtcNow().UtcDateTime, cancellationToken);

    // What is on its way right now ends by itself; the engine lets nothing new leave. In stretches, each with its counters; broken off, it
    // goes on at the next call.
    private async Task<bool> LeaveOutAsync(PortalContext db, int campaignId, CancellationToken cancellationToken)
    {
        using var timeout = db.WaitLong();
        var now = time.GetUtcNow().UtcDateTime;
        var onTheirWay = await db.OpenAttempts.Where(a => a.CampaignId == campaignId && a.DeliveryId != null)
            .Select(a => a.DeliveryId!.Value).ToListAsync(cancellationToken);
        var waiting = db.Deliveries.Where(d => d.CampaignId == campaignId && !onTheirWay.Contains(d.Id));
        foreach (var status in new[] { DeliveryStatus.Pending, DeliveryStatus.Deferred })
            await LeaveOutAsync(db, campaignId, waiting.Where(d => d.Status == status).OrderBy(d => d.Id), status, cancellationToken);
        return await db.InTransactionAsync(
            async token =>
            {
                if (onTheirWay.Count == 0)
                    await db.DeliveryBatches.Where(b => b.CampaignId == campaignId && !b.IsDone)
                        .ExecuteUpdateAsync(s => s.SetProperty(b => b.IsDone, true), token);
                await db.Campaigns.Where(c => c.Id == campaignId && c.FinishedAt == null)
                    .ExecuteUpdateAsync(s => s.SetProperty(c => c.FinishedAt, now), token);
                return onTheirWay.Count == 0;
            },
            cancellationToken);
    }

    private static Task<int> LeaveOutAsync(
        PortalContext db, int campaignId, IOrderedQueryable<Delivery> waiting, DeliveryStatus status,
        CancellationToken cancellationToken) =>
        db.InStretchesAsync(
            waiting,
            some => db.InTransactionAsync(
                async token =>
                {
                    var left = await some.ExecuteUpdateAsync(
                        s => s.SetProperty(d => d.Status, DeliveryStatus.Excluded)
                            .SetProperty(d => d.Exclusion, ExclusionRule.Cancelled), token);
                    await db.MoveTotalsAsync(campaignId, status, DeliveryStatus.Excluded, left, token);
                    return left;
                },
                cancellationToken));
}
