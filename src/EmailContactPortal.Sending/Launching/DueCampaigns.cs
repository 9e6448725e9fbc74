using EmailContactPortal.Data;
using EmailContactPortal.Domain.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Launching;

/// <summary>Which campaigns want work now; the clock asks.</summary>
public static class DueCampaigns
{
    /// <summary>Confirmed ones whose time has come, and those whose launch was broken off.</summary>
    public static async Task<IReadOnlyList<int>> ToLaunchAsync(PortalContext db, DateTime now, CancellationToken cancellationToken) =>
        await db.Campaigns.AsNoTracking()
            .Where(c => c.Status == CampaignStatus.Scheduled && c.ScheduledAt <= now || c.Status == CampaignStatus.Sending && c.LaunchedAt == null)
            .Select(c => c.Id)
            .ToListAsync(cancellationToken);

    /// <summary>Launched ones with a batch that is due, while some mail server can be used.</summary>
    public static async Task<IReadOnlyList<int>> ToSendAsync(PortalContext db, DateTime now, CancellationToken cancellationToken) =>
        await db.Campaigns.AsNoTracking()
            .Where(c => c.Status == CampaignStatus.Sending && c.LaunchedAt != null)
            .Where(c => db.DeliveryBatches.Any(b => b.CampaignId == c.Id && !b.IsDone && (b.DueAt == null || b.DueAt <= now)))
            .Where(_ => db.MailServers.Any(s => s.IsEnabled && (s.PausedUntil == null || s.PausedUntil <= now)))
            .Select(c => c.Id)
            .ToListAsync(cancellationToken);

    /// <summary>Those whose every batch is done, and cancelled ones that still have people waiting.</summary>
    public static async Task<IReadOnlyList<int>> ToCloseAsync(PortalContext db, DateTime now, CancellationToken cancellationToken) =>
        await db.Campaigns.AsNoTracking()
            .Where(c => c.Status == CampaignStatus.Sending && c.LaunchedAt != null && !db.DeliveryBatches.Any(b => b.CampaignId == c.Id && !b.IsDone)
                || c.Status == CampaignStatus.Cancelled && db.DeliveryBatches.Any(b => b.CampaignId == c.Id && !b.IsDone))
            .Select(c => c.Id)
            .ToListAsync(cancellationToken);
}
