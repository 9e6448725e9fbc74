using EmailContactPortal.Data;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Audience.Syncing;

/// <summary>Notices dynamic groups that are due and asks for their import; the import job does the rest.</summary>
public sealed class CrmSync(IDbContextFactory<PortalContext> contexts, IOptions<AudienceOptions> options, TimeProvider time)
{
    /// <summary>Ids of dynamic groups that are due.</summary>
    public async Task<IReadOnlyList<int>> DueAsync(PortalContext db, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow().UtcDateTime - options.Value.SyncEvery;
        return await db.TargetGroups
            .Where(g => g.SyncMode == SyncMode.Dynamic && g.CrmConnectionId != null && g.Status == TargetGroupStatus.Ready && g.SyncStatus != SyncStatus.InProgress)
            .Where(g => !db.Imports.Any(i => i.TargetGroupId == g.Id && (i.Status == ImportStatus.Waiting || i.Status == ImportStatus.Running || i.FinishedAt > before)))
            .Select(g => g.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Asks for the import of every due group.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var id in await DueAsync(db, cancellationToken))
        {
            var group = await db.TargetGroups.SingleAsync(g => g.Id == id, cancellationToken);
            group.SyncStatus = SyncStatus.InProgress;
            db.Imports.Add(new Import
            {
                TargetGroupId = id,
                Source = TargetGroupSource.Crm,
                Status = ImportStatus.Waiting,
                StartedById = group.OwnerId,
                CreatedAt = time.GetUtcNow().UtcDateTime,
            });
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
