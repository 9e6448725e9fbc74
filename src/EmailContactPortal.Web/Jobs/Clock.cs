using EmailContactPortal.Data;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Web.Jobs.Rows;
using EmailContactPortal.Web.Jobs.Scheduler;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Jobs;

/// <summary>
/// Looks into the tables every two seconds, or at once when nudged, and makes sure that every row that wants work has a job.
/// Several instances may do so side by side: a row takes only one job.
/// </summary>
internal sealed class Clock(ClockSweep sweep, JobHistory history, JobInstance instance, Nudge nudge, Loops loops) : SupervisedService(loops)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private bool isFirst = true;

    protected override string Name => "Clock of jobs";

    protected override TimeSpan LongestPause => TimeSpan.FromSeconds(10);

    protected override async Task StepAsync(CancellationToken stoppingToken)
    {
        // Where no other instance can be alive, what is open was left by the one before; its rows need not wait for a minute.
        if (isFirst && instance.IsAlone) await history.BreakOffDeadAsync(all: true, stoppingToken);
        isFirst = false;
        await sweep.RunAsync(k => k.EveryRound, stoppingToken);
        await nudge.WaitAsync(Interval, stoppingToken);
    }
}

/// <summary>One look into the tables.</summary>
internal sealed class ClockSweep(
    IDbContextFactory<PortalContext> contexts, IEnumerable<JobKind> kinds, JobStarter starter, JobCalendar calendar, TimeProvider time)
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
