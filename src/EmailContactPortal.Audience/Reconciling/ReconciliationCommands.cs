using EmailContactPortal.Audience.WriteBack;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.CrmConnections;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Audience.Reconciling;

/// <summary>Asks for a comparison with the CRM, and for its differences to be written again.</summary>
public sealed class ReconciliationCommands(PortalContext db, TimeProvider time)
{
    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Asks for a comparison of one campaign; the job finds it.</summary>
    public async Task<Result<int>> StartAsync(int campaignId, int userId, CancellationToken cancellationToken)
    {
        if (!await db.Campaigns.AnyAsync(c => c.Id == campaignId && c.CrmConnectionId != null, cancellationToken))
            return Problem.Conflict("reconciliation.no-crm");
        var running = await db.Reconciliations.Where(r => r.CampaignId == campaignId
            && (r.Status == ReconciliationStatus.Waiting || r.Status == ReconciliationStatus.Running)).Select(r => r.Id)
                .FirstOrDefaultAsync(cancellationToken);
        if (running != 0) return running;
        await db.Reconciliations.Where(r => r.CampaignId == campaignId).ExecuteDeleteAsync(cancellationToken);
        var run = new Reconciliation { CampaignId = campaignId, StartedById = userId, CreatedAt = Now };
        db.Reconciliations.Add(run);
        await db.SaveChangesAsync(cancellationToken);
        return run.Id;
    }

    /// <summary>Puts what is missing or different into the outbox again; what is there more than once is left to a person.</summary>
    /// <returns>How many entries are written again.</returns>
    public async Task<Result<int>> RepairAsync(int campaignId, CancellationToken cancellationToken)
    {
        var run = await db.Reconciliations.Where(r => r.CampaignId == campaignId).OrderByDescending(r => r.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (run is not { Status: ReconciliationStatus.Done }) return Problem.Conflict("reconciliation.none");
        var now = Now;
        return await db.InTransactionAsync<Result<int>>(
            async token =>
            {
                var missing = db.WriteBackEntries.Where(e => e.Status != WriteBackStatus.Pending
                    && db.ReconciliationDifferences.Any(d => d.ReconciliationId == run.Id && d.EntryId == e.Id
                        && d.Kind != DifferenceKind.Repeated));
                var connections = db.CrmConnections.Where(c => db.Campaigns.Any(x => x.Id == campaignId && x.CrmConnectionId == c.Id));
                var count = await WriteBackKeeping.WriteAgainAsync(missing, connections, token);
                await db.Reconciliations.Where(r => r.Id == run.Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.RepairedAt, now), token);
                return count;
            },
            cancellationToken);
    }
}
