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
