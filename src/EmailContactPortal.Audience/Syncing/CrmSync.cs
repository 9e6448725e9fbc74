using EmailContactPortal.Data;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Audience.Syncing;

/// <summary>Notices dynamic groups that are due and asks for their import; the import job does the rest.</summary>
public sealed class CrmSync(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>How often a dynamic group is brought in step with its CRM campaign.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(4);

    /// <summary>Ids of dynamic groups that are due.</summary>
    public static async Task<IReadOnlyList<int>> DueAsync(PortalContext db, DateTime now, CancellationToken cancellationToken)
    {
        var before = now - Every;
        return await db.TargetGroups
            .Where(g => g.SyncMode == SyncMode.Dynamic && g.CrmConnectionId != null && g.Status == TargetGroupStatus.Ready && g.SyncStatus != SyncStatus.InProgress)
            .Where(g => !db.Imports.Any(i => i.TargetGroupId == g.Id && (i.Status == ImportStatus.Waiting || i.Status == ImportStatus.Running || i.FinishedAt > before)))
            .Select(g => g.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Asks for the import of one group; finished synchronisations of a day ago are forgotten, or a year of them would fill the list.</summary>
    public async Task RunAsync(int groupId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var group = await db.TargetGroups.SingleOrDefaultAsync(g => g.Id == groupId && g.CrmConnectionId != null, cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        if (group is null || !(await DueAsync(db, now, cancellationToken)).Contains(groupId)) return;

        var old = now.AddDays(-1);
        var first = await db.Imports.Where(i => i.TargetGroupId == groupId).MinAsync(i => (int?)i.Id, cancellationToken);
        await db.Imports.Where(i => i.TargetGroupId == groupId && i.Id != first && i.FinishedAt < old).ExecuteDeleteAsync(cancellationToken);
        group.SyncStatus = SyncStatus.InProgress;
        db.Imports.Add(new Import { TargetGroupId = groupId, Source = TargetGroupSource.Crm, Status = ImportStatus.Waiting, StartedById = group.OwnerId, CreatedAt = now });
        await db.SaveChangesAsync(cancellationToken);
    }
}
