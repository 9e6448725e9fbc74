using System.Globalization;
using Quartz;
using Quartz.Extensibility;

namespace EmailContactPortal.Web.Jobs;

/// <summary>Puts jobs into the scheduler: once per row, not before a failed run's back-off is over.</summary>
internal sealed class JobStarter(ISchedulerFactory schedulers, IExecutionHistoryStore history, TimeProvider time)
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(10);

    /// <summary>UTC.</summary>
    public DateTime UtcNow => time.GetUtcNow().UtcDateTime;

    /// <summary>Makes sure the row has its job, or its share of jobs when instances may work together.</summary>
    public async Task EnsureAsync(JobKind kind, int id, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var workers = 1;
        if (kind.Shared) workers = Math.Max(1, (await scheduler.QueryClusterNodes(cancellationToken)).Count(n => n.State == ClusterNodeState.Alive));
        for (var worker = 1; worker <= workers; worker++)
        {
            var key = KeyOf(kind.Group, id, worker);
            if (await scheduler.Exists(key, cancellationToken) || await BacksOffAsync(scheduler, key, cancellationToken)) continue;
            await ScheduleAsync(scheduler, kind, key, cancellationToken);
        }
    }

    /// <summary>Starts the row's job now, whatever its last run said.</summary>
    public async Task StartAsync(JobKind kind, int id, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var key = KeyOf(kind.Group, id, 1);
        if (!await scheduler.Exists(key, cancellationToken)) await ScheduleAsync(scheduler, kind, key, cancellationToken);
    }

    /// <summary>The scheduler's name of a row's job.</summary>
    public static JobKey KeyOf(string group, int id, int worker)
    {
        var name = id.ToString(CultureInfo.InvariantCulture);
        return new JobKey(worker == 1 ? name : $"{name}.{worker}", group);
    }

    private static async Task ScheduleAsync(IScheduler scheduler, JobKind kind, JobKey key, CancellationToken cancellationToken)
    {
        var job = JobBuilder.Create().OfType(kind.Job).WithIdentity(key).RequestRecovery().Build();
        var trigger = TriggerBuilder.Create().WithIdentity(key.Name, key.Group).StartNow().Build();
        try
        {
            await scheduler.ScheduleJob(job, trigger, cancellationToken: cancellationToken);
        }
        catch (ObjectAlreadyExistsException)
        {
            // Another instance saw the same row; its job serves.
        }
    }

    private async Task<bool> BacksOffAsync(IScheduler scheduler, JobKey key, CancellationToken cancellationToken)
    {
        var status = await history.GetJobRunStatus(scheduler.SchedulerName, key, cancellationToken);
        if (status is null || status.ConsecutiveFailures == 0) return false;
        var wait = FirstBackOff * Math.Pow(2, Math.Min(status.ConsecutiveFailures - 1, 16));
        return status.LastFiredAtUtc + status.LastDuration + (wait < LongestBackOff ? wait : LongestBackOff) > time.GetUtcNow();
    }
}
