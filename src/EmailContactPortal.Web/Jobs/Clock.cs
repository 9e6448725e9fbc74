using EmailContactPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Jobs;

/// <summary>
/// Looks into the tables every two seconds, or at once when nudged, and makes sure that every row that wants work has a job.
/// Several instances may do so side by side: a row takes only one job.
/// </summary>
internal sealed class Clock(ClockSweep sweep, JobHistory history, JobInstance instance, Nudge nudge, ILogger<Clock> logger) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isFirst = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Where no other instance can be alive, what is open was left by the one before; its rows need not wait for a minute.
                if (isFirst && instance.IsAlone) await history.BreakOffDeadAsync(all: true, stoppingToken);
                isFirst = false;
                await sweep.RunAsync(k => k.EveryBeat, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogWarning(e, "The clock could not look for due work; it tries again.");
            }

            await nudge.WaitAsync(Beat, stoppingToken);
        }
    }
}

/// <summary>One look into the tables.</summary>
internal sealed class ClockSweep(IDbContextFactory<PortalContext> contexts, IEnumerable<JobKind> kinds, JobStarter starter, JobCalendar calendar, TimeProvider time)
{
    /// <summary>Gives every row that wants work its job; nothing while all jobs are paused.</summary>
    public async Task RunAsync(Func<JobKind, bool> which, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var isPaused = await db.JobPauses.AnyAsync(cancellationToken);
        foreach (var kind in kinds.Where(which))
        {
            await calendar.KeepAsync(db, kind, now, cancellationToken);
            if (!isPaused) await starter.EnsureAsync(db, kind, await kind.DueAsync(db, now, cancellationToken), cancellationToken);
        }
    }
}
