using EmailContactPortal.Data;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Home;

/// <summary>Reads what moves on Home: campaigns in flight and running imports.</summary>
internal sealed class HomeMoving(IDbContextFactory<PortalContext> contexts)
{
    private const int Most = 8;

    /// <summary>All of it, as the portal itself sees it: what moves is nobody's draft.</summary>
    public async Task<HomeNews?> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return new HomeNews(await InFlightAsync(db, cancellationToken), await ImportsAsync(db, cancellationToken));
    }

    internal static async Task<IReadOnlyList<InFlight>> InFlightAsync(PortalContext db, CancellationToken cancellationToken) =>
        await (from c in db.Campaigns.AsNoTracking().Where(c => c.Status == CampaignStatus.Sending || c.Status == CampaignStatus.Paused)
            .OrderByDescending(c => c.Id).Take(Most)
               join t in db.CampaignTotals on c.Id equals t.CampaignId into found
               from t in found.DefaultIfEmpty()
               select new InFlight(
                   c.Id,
                   c.Name,
                   c.Status,
                   t == null ? 0 : t.Recipients - t.Excluded - t.Pending,
                   t == null ? 0 : t.Recipients - t.Excluded,
                   t == null ? 0 : t.Uncertain,
                   t == null ? 0 : t.Bounced + t.Rejected)).ToListAsync(cancellationToken);

    internal static async Task<IReadOnlyList<ImportRow>> ImportsAsync(PortalContext db, CancellationToken cancellationToken) =>
        await db.Imports.AsNoTracking().Where(i => i.Status == ImportStatus.Waiting || i.Status == ImportStatus.Running)
            .OrderByDescending(i => i.Id).Take(Most)
            .Select(i => new ImportRow(
                i.Id,
                i.TargetGroupId,
                db.TargetGroups.Where(g => g.Id == i.TargetGroupId).Select(g => g.Name).FirstOrDefault() ?? i.FileName ?? "Import",
                i.Status,
                i.ProgressDone,
                i.ProgressTotal,
                i.Rows)).ToListAsync(cancellationToken);
}
