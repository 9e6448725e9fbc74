using EmailContactPortal.Audience.Connections;
using EmailContactPortal.Crm;
using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.CrmConnections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Audience.WriteBack;

/// <summary>
/// Takes facts from the outbox to the CRM, one connection at a time. An entry is marked written only after the CRM said so; after a crash
/// it is written again under the same name, which the CRM recognises. Trouble with the CRM makes the connection wait, not its entries fail.
/// </summary>
public sealed class CrmWriteBack(
    IDbContextFactory<PortalContext> contexts, CrmGateway gateway, TimeProvider time, ILogger<CrmWriteBack> logger)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);

    private const int BatchUnprobed = 20;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Ids of connections that have something due.</summary>
    public static async Task<IReadOnlyList<int>> DueAsync(PortalContext db, DateTime now, CancellationToken cancellationToken) =>
        await db.CrmConnections
            .Where(c => c.WriteBackResumesAt == null || c.WriteBackResumesAt <= now)
            .Where(c => db.WriteBackEntries.Any(e => e.CrmConnectionId == c.Id && e.Status == WriteBackStatus.Pending
                && (e.NextAttemptAt == null || e.NextAttemptAt <= now))
                || db.Campaigns.Any(o => o.CrmConnectionId == c.Id && o.CrmTotalsDueAt != null && o.CrmTotalsDueAt <= now))
            .Select(c => c.Id)
            .ToListAsync(cancellationToken);

    /// <summary>Writes everything that is due for one connection.</summary>
    /// <returns>How many entries the CRM took.</returns>
    public async Task<int> RunAsync(int connectionId, CancellationToken cancellationToken)
    {
        var written = 0;
        try
        {
            var probe = await ProbeAsync(connectionId, cancellationToken);
            var lanes = await LanesAsync(connectionId, probe, cancellationToken);
            var campaigns = new HashSet<int>();
            while (true)
            {
                await using var db = await contexts.CreateDbContextAsync(cancellationToken);
                var due = await WriteBackReader.DueAsync(
                    db, connectionId, Now, Math.Clamp(probe.WriteBatch, 1, 500) * lanes.Count, cancellationToken);
                if (due.Count == 0) break;
                var (results, trouble) = await lanes.WriteAsync(due, cancellationToken);
                var asked = trouble is null ? due : [.. due.Where(d => results.ContainsKey(d.Activity.ExternalId))];
                written += await WriteBackKeeping.KeepAsync(db, asked, results, Now, cancellationToken);
                campaigns.UnionWith(asked.Select(d => d.CampaignId));
                if (trouble is not null) throw trouble;
                await ResumeAsync(db, connectionId, cancellationToken);
            }

            if (probe.CampaignTotals)
                await new CampaignTotalsWriter(contexts, time, logger).WriteAsync(lanes.First, connectionId, campaigns, cancellationToken);
        }
        catch (CrmException e)
        {
            await PauseAsync(connectionId, e, cancellationToken);
        }

        return written;
    }

    /// <summary>Tries failed entries again, of one campaign or of all.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ReplayAsync(int? campaignId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var failed = db.WriteBackEntries.Where(e => e.Status == WriteBackStatus.Failed
            && (campaignId == null || e.CampaignId == campaignId));
        return await WriteBackKeeping.WriteAgainAsync(failed, db.CrmConnections, cancellationToken);
    }

    // A right that is missing elsewhere, to see campaigns perhaps, must not keep an opt-out from a contact that can be written; what cannot
    // be written says so itself.
    private async Task<CrmProbe> ProbeAsync(int connectionId, CancellationToken cancellationToken)
    {
        try
        {
            return await gateway.ProbeAsync(connectionId, cancellationToken);
        }
        catch (CrmException e) when (e.Fault is CrmFault.Rights or CrmFault.Unsupported or CrmFault.NotFound)
        {
            return new CrmProbe { WriteBatch = BatchUnprobed };
        }
    }

    // As many as a person allowed and the CRM serves; one when nobody said anything.
    private async Task<WriteBackLanes> LanesAsync(int connectionId, CrmProbe probe, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var allowed = await db.CrmConnections.Where(c => c.Id == connectionId).Select(c => c.ParallelCalls)
            .SingleOrDefaultAsync(cancellationToken) ?? 1;
        var adapters = new List<ICrmAdapter>();
        for (var lane = 0; lane < Math.Clamp(Math.Min(allowed, probe.ParallelCalls), 1, WriteBackLanes.Most); lane++)
            adapters.Add(await gateway.OpenAsync(connectionId, cancellationToken));
        return new WriteBackLanes(adapters, new OutFieldWriter(contexts));
    }

    private static Task<int> ResumeAsync(PortalContext db, int connectionId, CancellationToken cancellationToken) =>
        db.CrmConnections.Where(c => c.Id == connectionId && c.WriteBackFailures > 0).ExecuteUpdateAsync(
            s => s.SetProperty(c => c.WriteBackFailures, 0).SetProperty(c => c.WriteBackProblem, (string?)null)
                .SetProperty(c => c.WriteBackResumesAt, (DateTime?)null), cancellationToken);

    private async Task PauseAsync(int connectionId, CrmException trouble, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var failures = await db.CrmConnections.Where(c => c.Id == connectionId).Select(c => c.WriteBackFailures)
            .SingleOrDefaultAsync(cancellationToken);
        var wait = BackOff.After(failures + 1, FirstWait, LongestWait);
        if (trouble.RetryAfter > wait) wait = trouble.RetryAfter.Value < LongestWait ? trouble.RetryAfter.Value : LongestWait;
        var (resumes, words) = (Now + wait, Text.Bound(trouble.Message, 1000));
        logger.LogWarning(
            "Write-back to CRM connection {Connection} waits until {ResumesAt:u}: {Fault}", connectionId, resumes, trouble.Fault);
        await db.CrmConnections.Where(c => c.Id == connectionId).ExecuteUpdateAsync(
            s => s.SetProperty(c => c.WriteBackFailures, failures + 1).SetProperty(c => c.WriteBackProblem, words)
                .SetProperty(c => c.WriteBackResumesAt, resumes), cancellationToken);
    }
}
