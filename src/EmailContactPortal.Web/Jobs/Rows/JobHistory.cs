using EmailContactPortal.Data;
using EmailContactPortal.Data.Model;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Jobs;
using EmailContactPortal.Web.Jobs.Scheduler;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Jobs.Rows;

/// <summary>Writes and reads <see cref="JobRun"/>: who is at a row, how its last run ended, and when it may be tried again.</summary>
internal sealed class JobHistory(IDbContextFactory<PortalContext> contexts, JobInstance instance, TimeProvider time)
{
    /// <summary>A run without a sign of life for so long is over.</summary>
    public static readonly TimeSpan Dead = TimeSpan.FromSeconds(60);

    /// <summary>How long runs are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private const string Ended = "The instance ended while it worked on this. The work goes on where it stopped.";
    private const int KeptPerRow = 100;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Opens a run, unless another one of the same row is at work; null then.</summary>
    public async Task<JobRun?> BeginAsync(
        JobKind kind, int id, string share, string name, string jobId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var last = await Of(db, kind.Group, id, share).OrderByDescending(r => r.Id).FirstOrDefaultAsync(cancellationToken);
        if (last is { EndedAt: null })
        {
            if (last.SeenAt > Now - Dead) return null;
            await BreakOffAsync(db.JobRuns.Where(r => r.Id == last.Id && r.SeenAt == last.SeenAt), cancellationToken);
            last = await Of(db, kind.Group, id, share).SingleAsync(r => r.Id == last.Id, cancellationToken);
        }

        var run = new JobRun
        {
            Kind = kind.Group,
            RowId = id,
            Share = share,
            Name = Text.Bound(name, JobRunSizes.Name),
            Instance = Text.Bound(instance.Name, JobRunSizes.Instance),
            JobId = jobId,
            StartedAt = Now,
            SeenAt = Now,
            Failures = last?.Failures ?? 0,
        };
        db.JobRuns.Add(run);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return run;
        }
        catch (DbUpdateException) when (db.JobRuns.Any(r => r.Kind == kind.Group && r.RowId == id && r.Share == share && r.EndedAt == null))
        {
            // The open run of a row is unique: another process was faster.
            return null;
        }
    }

    /// <summary>A sign of life with how far it is; false when the run was given up and somebody else may be at the row.</summary>
    public async Task<bool> HeartbeatAsync(JobRun run, int? percent, string words, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (now, summary) = (Now, Text.Bound(words, JobRunSizes.Words));
        return await db.JobRuns.Where(r => r.Id == run.Id && r.EndedAt == null)
            .ExecuteUpdateAsync(
                s => s.SetProperty(r => r.SeenAt, now).SetProperty(r => r.Percent, percent).SetProperty(r => r.Summary, summary),
                cancellationToken) == 1;
    }

    /// <summary>Writes how it ended.</summary>
    public async Task EndAsync(JobRun run, JobResult result, string summary, string? failure, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = Now;
        var failures = result switch { JobResult.Finished => 0, JobResult.Failed => run.Failures + 1, _ => run.Failures };
        var (words, why) = (Text.Bound(summary, JobRunSizes.Words), failure is null ? null : Text.Bound(failure, JobRunSizes.Words));
        await db.JobRuns.Where(r => r.Id == run.Id && r.EndedAt == null).ExecuteUpdateAsync(
            s => s.SetProperty(r => r.EndedAt, now).SetProperty(r => r.SeenAt, now).SetProperty(r => r.Result, result)
                .SetProperty(r => r.Percent, (int?)null).SetProperty(r => r.Summary, words).SetProperty(r => r.Failure, why)
                    .SetProperty(r => r.Failures, failures),
            cancellationToken);
    }

    /// <summary>Of the given rows those whose job may start now: nobody is at them, and the pause after a failure is over.</summary>
    public async Task<IReadOnlyList<int>> FreeAsync(
        PortalContext db, JobKind kind, IReadOnlyList<int> ids, string share, CancellationToken cancellationToken)
    {
        if (ids.Count == 0) return [];
        var last = await LastAsync(
            db.JobRuns.AsNoTracking().Where(r => r.Kind == kind.Group && r.Share == share && ids.Contains(r.RowId)), db, cancellationToken);
        return [.. ids.Where(id => !last.TryGetValue(id, out var run)
            || (run.EndedAt is null ? run.SeenAt <= Now - Dead : JobBackOff.Until(run) <= Now))];
    }

    /// <summary>The row may run at once, whatever its last runs said.</summary>
    public async Task ForgiveAsync(JobKind kind, int id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.JobRuns.Where(r => r.Kind == kind.Group && r.RowId == id && r.Failures > 0 && r.EndedAt != null)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Failures, 0), cancellationToken);
    }

    /// <summary>Closes the runs of instances that are dead; all that are open when no other instance can be alive.</summary>
    public async Task<int> BreakOffDeadAsync(bool all, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var dead = Now - Dead;
        return await BreakOffAsync(db.JobRuns.Where(r => all || r.SeenAt <= dead), cancellationToken);
    }

    /// <summary>Forgets runs of a month ago, and of each row all but the newest hundred.</summary>
    public async Task<int> PruneAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var old = Now - Kept;
        var forgotten = await db.JobRuns.Where(r => r.EndedAt != null && r.StartedAt < old).ExecuteDeleteAsync(cancellationToken);
        var crowded = await db.JobRuns.GroupBy(r => new { r.Kind, r.RowId, r.Share }).Where(g => g.Count() > KeptPerRow).Select(g => g.Key)
            .ToListAsync(cancellationToken);
        foreach (var row in crowded)
        {
            var runs = Of(db, row.Kind, row.RowId, row.Share);
            var oldest = await runs.OrderByDescending(r => r.Id).Skip(KeptPerRow - 1).Select(r => r.Id).FirstAsync(cancellationToken);
            forgotten += await runs.Where(r => r.Id < oldest && r.EndedAt != null).ExecuteDeleteAsync(cancellationToken);
        }

        return forgotten;
    }

    /// <summary>The last run of each row among those given.</summary>
    internal static Task<Dictionary<int, JobRun>> LastAsync(
        IQueryable<JobRun> runs, PortalContext db, CancellationToken cancellationToken) =>
        runs.Where(r => !db.JobRuns.Any(n => n.Kind == r.Kind && n.RowId == r.RowId && n.Share == r.Share && n.Id > r.Id))
            .ToDictionaryAsync(r => r.RowId, cancellationToken);

    private static IQueryable<JobRun> Of(PortalContext db, string kind, int id, string share) =>
        db.JobRuns.AsNoTracking().Where(r => r.Kind == kind && r.RowId == id && r.Share == share);

    private static Task<int> BreakOffAsync(IQueryable<JobRun> runs, CancellationToken cancellationToken) =>
        runs.Where(r => r.EndedAt == null).ExecuteUpdateAsync(
        s => s.SetProperty(r => r.EndedAt, r => r.SeenAt).SetProperty(r => r.Result, JobResult.BrokenOff).SetProperty(r => r.Failure, Ended)
            .SetProperty(r => r.Percent, (int?)null).SetProperty(r => r.Failures, r => r.Failures + 1),
        cancellationToken);
}
