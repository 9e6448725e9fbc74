using EmailContactPortal.Data;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Domain.Jobs;
using EmailContactPortal.Web.Jobs.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace EmailContactPortal.Web.Jobs;

/// <summary>A job whose last run failed and that is still wanted.</summary>
internal sealed record FailingJob(string Kind, int RowId, string Name, string Why, int Failures, DateTime StartedAt, DateTime NextAt);

/// <summary>What of the portal's background work needs somebody's eyes.</summary>
/// <param name="Pause">Who holds all jobs, and since when; null when nobody does.</param>
/// <param name="Failing">Jobs whose last run failed, the newest first.</param>
/// <param name="Loops">Loops of this instance that fail.</param>
/// <param name="SetAside">How many things could not be written and were set aside.</param>
internal sealed record JobTrouble(JobPause? Pause, IReadOnlyList<FailingJob> Failing, IReadOnlyList<LoopState> Loops, int SetAside);

/// <summary>Reads it, for Home and for the Jobs page.</summary>
internal sealed class JobTroubles(IServiceProvider services, Loops loops, IMemoryCache cache, TimeProvider time)
{
    private const int Most = 100;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    internal DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>The same for a page that everybody opens all day: which jobs fail is asked every few seconds, however many look.</summary>
    public Task<JobTrouble> LatestAsync(PortalContext db, CancellationToken cancellationToken) => ReadAsync(
        db,
        async () => await cache.GetOrCreateAsync(typeof(FailingJob), async entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = Fresh;
            return await FailingAsync(db, cancellationToken);
        }) ?? [],
        cancellationToken);

    public Task<JobTrouble> ReadAsync(PortalContext db, CancellationToken cancellationToken) =>
        ReadAsync(db, () => FailingAsync(db, cancellationToken), cancellationToken);

    private async Task<JobTrouble> ReadAsync(PortalContext db, Func<Task<List<FailingJob>>> failing, CancellationToken cancellationToken) =>
        new(
        await db.JobPauses.AsNoTracking().FirstOrDefaultAsync(cancellationToken),
        await failing(),
        [.. loops.All.Where(l => l.IsFailing)],
        await db.DeadLetters.CountAsync(cancellationToken));

    private async Task<List<FailingJob>> FailingAsync(PortalContext db, CancellationToken cancellationToken)
    {
        var kinds = services.GetServices<JobKind>().ToList();
        var last = await db.JobRuns.AsNoTracking()
            .Where(r => (r.Result == JobResult.Failed || r.Result == JobResult.BrokenOff)
                && !db.JobRuns.Any(n => n.Kind == r.Kind && n.RowId == r.RowId && n.Share == r.Share && n.Id > r.Id))
            .OrderByDescending(r => r.StartedAt).Take(Most).ToListAsync(cancellationToken);
        var rows = new List<FailingJob>();
        foreach (var run in last.Where(r => JobBackOff.Until(r) > (r.EndedAt ?? r.SeenAt)))
        {
            if (kinds.Named(run.Kind) is not { } kind || !await kind.WantedAsync(db, run.RowId, cancellationToken)) continue;
            rows.Add(new FailingJob(run.Kind, run.RowId, run.Name, Words(run), run.Failures, run.StartedAt, JobBackOff.Until(run)));
        }

        return rows;
    }

    internal static string Words(JobRun run) =>
        run.Failure ?? (run.Result == JobResult.Failed && run.Summary.Length == 0 ? "It gave no reason." : run.Summary);
}
