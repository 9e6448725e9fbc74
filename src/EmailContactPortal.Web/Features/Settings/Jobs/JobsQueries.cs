using EmailContactPortal.Data;
using EmailContactPortal.Web.Jobs;
using Quartz;
using Quartz.Extensibility;

namespace EmailContactPortal.Web.Features.Settings.Jobs;

/// <summary>Reads the scheduler's state and history, in the words of our rows.</summary>
internal sealed class JobsQueries(ISchedulerFactory schedulers, IExecutionHistoryStore history, IEnumerable<JobKind> kinds, PortalContext db, TimeProvider time)
{
    private const int HistoryRows = 50;
    private static readonly JobRunResult[] Failures = [JobRunResult.Failed];

    public async Task<JobsPage> ReadAsync(bool onlyFailed, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var names = new JobNames(kinds, db);
        var fires = (await scheduler.QueryFireInstances(new FireInstanceQuery { Take = 100 }, cancellationToken)).Items.Where(f => f.JobKey is not null).ToList();
        var running = new List<RunningRow>();
        foreach (var fire in fires)
        {
            running.Add(new RunningRow(
                fire.JobKey!.Group,
                RowJob.IdOf(fire.JobKey),
                await names.OfAsync(fire.JobKey, cancellationToken),
                fire.Progress,
                fire.ProgressMessage ?? "",
                fire.FireTimeUtc.UtcDateTime,
                fire.SchedulerInstanceId));
        }

        var nodes = (await scheduler.QueryClusterNodes(cancellationToken))
            .Select(n => new NodeRow(n.InstanceId, Word(n.State), n.LastCheckInUtc?.UtcDateTime, fires.Count(f => f.SchedulerInstanceId == n.InstanceId)));
        return new JobsPage(
            (await scheduler.QueryTriggerGroups(new TriggerGroupQuery { Paused = true, Take = 1 }, cancellationToken)).Items.Count > 0,
            [.. nodes],
            running,
            await WaitingAsync(scheduler, fires, names, cancellationToken),
            await FailingAsync(scheduler, names, cancellationToken),
            await HistoryAsync(scheduler, names, onlyFailed, cancellationToken),
            await KindsAsync(cancellationToken))
        {
            OnlyFailed = onlyFailed,
        };
    }

    private static async Task<List<WaitingRow>> WaitingAsync(IScheduler scheduler, List<FireInstance> fires, JobNames names, CancellationToken cancellationToken)
    {
        var rows = new List<WaitingRow>();
        var jobs = await scheduler.QueryJobs(new JobQuery { Take = 100 }, cancellationToken);
        foreach (var key in jobs.Items.Select(j => j.Key).Where(k => fires.TrueForAll(f => !k.Equals(f.JobKey))))
        {
            var trigger = await scheduler.GetTrigger(new TriggerKey(key.Name, key.Group), cancellationToken);
            rows.Add(new WaitingRow(await names.OfAsync(key, cancellationToken), trigger?.NextFireTimeUtc?.UtcDateTime));
        }

        return rows;
    }

    private async Task<List<FailingRow>> FailingAsync(IScheduler scheduler, JobNames names, CancellationToken cancellationToken)
    {
        var rows = new List<FailingRow>();
        var statuses = await history.QueryJobRunStatuses(new JobRunStatusQuery { SchedulerName = scheduler.SchedulerName, Take = 500 }, cancellationToken);
        foreach (var status in statuses.Items.Where(s => s.ConsecutiveFailures > 0))
        {
            rows.Add(new FailingRow(
                status.Job.Group,
                RowJob.IdOf(status.Job),
                await names.OfAsync(status.Job, cancellationToken),
                status.LastFailureMessage ?? "It gave no reason.",
                status.ConsecutiveFailures,
                status.LastFiredAtUtc.UtcDateTime));
        }

        return rows;
    }

    private async Task<List<HistoryRow>> HistoryAsync(IScheduler scheduler, JobNames names, bool onlyFailed, CancellationToken cancellationToken)
    {
        var query = new ExecutionHistoryQuery { SchedulerName = scheduler.SchedulerName, Take = HistoryRows, Results = onlyFailed ? Failures : null };
        var rows = new List<HistoryRow>();
        foreach (var run in (await history.QueryExecutions(query, cancellationToken)).Items)
        {
            rows.Add(new HistoryRow(
                await names.OfAsync(new JobKey(run.JobName, run.JobGroup), cancellationToken),
                run.Succeeded,
                run.EffectiveResult == JobRunResult.Cancelled,
                run.ExceptionMessage ?? run.Summary ?? "",
                run.FiredAtUtc.UtcDateTime,
                run.Duration,
                run.SchedulerInstanceId));
        }

        return rows;
    }

    private async Task<List<KindRow>> KindsAsync(CancellationToken cancellationToken)
    {
        var rows = new List<KindRow>();
        foreach (var kind in kinds)
        {
            var due = await kind.DueAsync(db, time.GetUtcNow().UtcDateTime, cancellationToken);
            rows.Add(new KindRow(kind.Title, due.Count, kind.When));
        }

        return rows;
    }

    private static string Word(ClusterNodeState state) => state switch
    {
        ClusterNodeState.Alive => "Alive",
        ClusterNodeState.Overdue => "Late",
        _ => "Gone, its work is taken over",
    };
}
