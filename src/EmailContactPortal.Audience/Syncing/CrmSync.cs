using EmailContactPortal.Audience.Importing;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Audience.Syncing;

/// <summary>Notices dynamic groups that are due and asks for their import; the import job does the rest.</summary>
public sealed class CrmSync(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>
    /// Even where the CRM can tell what changed, everybody is read again this often: leaving and joining do not always show.
    /// </summary>
    public static readonly TimeSpan FullEvery = TimeSpan.FromDays(1);

    /// <summary>Ids of dynamic groups that are due, each by its connection's interval.</summary>
    public static async Task<IReadOnlyList<int>> DueAsync(PortalContext db, DateTime now, CancellationToken cancellationToken)
    {
        // Some hundreds at most; intervals differ, so the last comparison is made here.
        var groups = await db.TargetGroups
            .Where(g => g.SyncMode == SyncMode.Dynamic && g.CrmConnectionId != null && g.Status == TargetGroupStatus.Ready
                && g.SyncStatus != SyncStatus.InProgress)
            .Where(g => !db.Imports.Any(i => i.TargetGroupId == g.Id
                && (i.Status == ImportStatus.Waiting || i.Status == ImportStatus.Running)))
            .Select(g => new
            {
                g.Id,
                Last = db.Imports.Where(i => i.TargetGroupId == g.Id).Max(i => i.FinishedAt),
                Minutes = db.CrmConnections.Where(c => c.Id == g.CrmConnectionId).Select(c => c.SyncMinutes).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        return [.. groups.Where(g => g.Last is null || g.Last <= now - TimeSpan.FromMinutes(g.Minutes ?? CrmConnection.DefaultSyncMinutes))
            .Select(g => g.Id)];
    }

    /// <summary>
    /// Asks for the import of one group; finished synchronisations of a day ago are forgotten, or a year of them would fill the list.
    /// </summary>
    public async Task RunAsync(int groupId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var group = await db.TargetGroups.SingleOrDefaultAsync(g => g.Id == groupId && g.CrmConnectionId != null, cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        if (group is null || !(await DueAsync(db, now, cancellationToken)).Contains(groupId)) return;

        var old = now.AddDays(-1);
        var first = await db.Imports.Where(i => i.TargetGroupId == groupId).MinAsync(i => (int?)i.Id, cancellationToken);
        await db.Imports.Where(i => i.TargetGroupId == groupId && i.Id != first && i.FinishedAt < old)
            .ExecuteDeleteAsync(cancellationToken);
        var settings = new CrmImportSettings
        {
            ByClock = true,
            ChangesOnly = group.SyncStatus == SyncStatus.UpToDate && group.SyncCursor is not null && group.WalkedAt > now - FullEvery,
        };
        group.SyncStatus = SyncStatus.InProgress;
        db.Imports.Add(new Import
        {
            TargetGroupId = groupId,
            Source = TargetGroupSource.Crm,
            Status = ImportStatus.Waiting,
            Settings = settings.ToJson(),
            StartedById = group.OwnerId,
            CreatedAt = now,
        });
        await db.SaveChangesAsync(cancellationToken);
    }
}
