using EmailContactPortal.Audience.Connections;
using EmailContactPortal.Crm;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.CrmConnections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Audience.WriteBack;

/// <summary>
/// Takes facts from the outbox to the CRM, one connection at a time. An entry is marked written only after the CRM said so; after a crash it is written again
/// under the same name, which the CRM recognises. Trouble with the CRM makes the connection wait, not its entries fail.
/// </summary>
public sealed class CrmWriteBack(IDbContextFactory<PortalContext> contexts, CrmGateway gateway, TimeProvider time, ILogger<CrmWriteBack> logger)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Ids of connections that have something due.</summary>
    public static async Task<IReadOnlyList<int>> DueAsync(PortalContext db, DateTime now, CancellationToken cancellationToken) =>
        await db.CrmConnections
            .Where(c => c.WriteBackResumesAt == null || c.WriteBackResumesAt <= now)
            .Where(c => db.WriteBackEntries.Any(e => e.CrmConnectionId == c.Id && e.Status == WriteBackStatus.Pending && (e.NextAttemptAt == null || e.NextAttemptAt <= now)))
            .Select(c => c.Id)
            .ToListAsync(cancellationToken);

    /// <summary>Writes everything that is due for one connection.</summary>
    /// <returns>How many entries the CRM took.</returns>
    public async Task<int> RunAsync(int connectionId, CancellationToken cancellationToken)
    {
        var written = 0;
        try
        {
            var adapter = await gateway.OpenAsync(connectionId, cancellationToken);
            var batch = Math.Clamp((await adapter.ProbeAsync(cancellationToken)).WriteBatch, 1, 500);
            while (true)
            {
                await using var db = await contexts.CreateDbContextAsync(cancellationToken);
                var activities = await WriteBackReader.DueAsync(db, connectionId, Now, batch, cancellationToken);
                if (activities.Count == 0) break;
                var results = await adapter.WriteAsync([.. activities.Select(a => a.Activity)], cancellationToken);
                written += await KeepAsync(db, activities, results.ToDictionary(r => r.ExternalId), cancellationToken);
            }

            await ResumeAsync(connectionId, cancellationToken);
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
        await db.CrmConnections.ExecuteUpdateAsync(s => s.SetProperty(c => c.WriteBackResumesAt, (DateTime?)null), cancellationToken);
        return await db.WriteBackEntries.Where(e => e.Status == WriteBackStatus.Failed && (campaignId == null || e.CampaignId == campaignId)).ExecuteUpdateAsync(
            s => s.SetProperty(e => e.Status, WriteBackStatus.Pending).SetProperty(e => e.Attempts, 0).SetProperty(e => e.NextAttemptAt, (DateTime?)null),
            cancellationToken);
    }

    private Task<int> KeepAsync(PortalContext db, IReadOnlyList<DueActivity> due, Dictionary<string, CrmWriteResult> results, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async token =>
            {
                var written = 0;
                foreach (var item in due)
                {
                    var result = results.GetValueOrDefault(item.Activity.ExternalId) ?? new CrmWriteResult(item.Activity.ExternalId, CrmWriteOutcome.Later, "The CRM gave no answer for this entry.");
                    if (result.Outcome == CrmWriteOutcome.Written) written++;
                    await KeepAsync(db, item, result, token);
                }

                return written;
            },
            cancellationToken);

    private Task<int> KeepAsync(PortalContext db, DueActivity item, CrmWriteResult result, CancellationToken token)
    {
        // An open that came in meanwhile moved the entry's time: then what we wrote is old already and the entry stays pending.
        var entry = db.WriteBackEntries.Where(e => e.Id == item.EntryId && e.At == item.Activity.At && e.Status == WriteBackStatus.Pending);
        var (now, reason) = (Now, result.Reason is null ? null : Domain.Text.Bound(result.Reason, 1000));
        var next = now + Wait(item.Attempts, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        return result.Outcome switch
        {
            CrmWriteOutcome.Written => entry.ExecuteUpdateAsync(
                s => s.SetProperty(e => e.Status, WriteBackStatus.Written).SetProperty(e => e.WrittenAt, now).SetProperty(e => e.Problem, (string?)null).SetProperty(e => e.NextAttemptAt, (DateTime?)null), token),
            CrmWriteOutcome.Refused => entry.ExecuteUpdateAsync(
                s => s.SetProperty(e => e.Status, WriteBackStatus.Failed).SetProperty(e => e.Problem, reason).SetProperty(e => e.Attempts, e => e.Attempts + 1), token),
            _ => entry.ExecuteUpdateAsync(
                s => s.SetProperty(e => e.Attempts, e => e.Attempts + 1).SetProperty(e => e.NextAttemptAt, next).SetProperty(e => e.Problem, reason), token),
        };
    }

    private async Task ResumeAsync(int connectionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.CrmConnections.Where(c => c.Id == connectionId && c.WriteBackFailures > 0).ExecuteUpdateAsync(
            s => s.SetProperty(c => c.WriteBackFailures, 0).SetProperty(c => c.WriteBackProblem, (string?)null).SetProperty(c => c.WriteBackResumesAt, (DateTime?)null), cancellationToken);
    }

    private async Task PauseAsync(int connectionId, CrmException trouble, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var failures = await db.CrmConnections.Where(c => c.Id == connectionId).Select(c => c.WriteBackFailures).SingleOrDefaultAsync(cancellationToken);
        var (resumes, words) = (Now + Wait(failures, FirstWait, LongestWait), Domain.Text.Bound(trouble.Message, 1000));
        logger.LogWarning("Write-back to CRM connection {Connection} waits until {ResumesAt:u}: {Fault}", connectionId, resumes, trouble.Fault);
        await db.CrmConnections.Where(c => c.Id == connectionId).ExecuteUpdateAsync(
            s => s.SetProperty(c => c.WriteBackFailures, failures + 1).SetProperty(c => c.WriteBackProblem, words).SetProperty(c => c.WriteBackResumesAt, resumes), cancellationToken);
    }

    private static TimeSpan Wait(int failures, TimeSpan first, TimeSpan longest)
    {
        var wait = first * Math.Pow(2, Math.Min(failures, 16));
        return wait < longest ? wait : longest;
    }
}
