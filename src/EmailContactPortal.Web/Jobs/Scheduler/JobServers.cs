using Hangfire;
using Hangfire.Storage;

namespace EmailContactPortal.Web.Jobs.Scheduler;

/// <summary>
/// The instances that run jobs, by the scheduler's own list of servers: every queue of an instance is served by one of its own.
/// </summary>
internal sealed class JobServers(JobStorage storage)
{
    /// <summary>Between a server's signs of life.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>A server that was silent for so long is taken for dead.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private const int MostOrphans = 200;
    private const int MostFailures = 10_000;

    /// <summary>Instances and when each was seen last (UTC), the newest sign of life first.</summary>
    public IReadOnlyList<(string Instance, DateTime SeenAt, bool IsAlive)> Instances()
    {
        var now = Now(storage);
        return [.. storage.GetMonitoringApi().Servers().GroupBy(s => s.Name.Split(':')[0])
            .Select(g => (Instance: g.Key, SeenAt: g.Max(s => s.Heartbeat ?? s.StartedAt)))
            .Select(i => (i.Instance, i.SeenAt, i.SeenAt > now - Silence)).OrderByDescending(i => i.SeenAt)];
    }

    /// <summary>Takes away jobs that wait for an instance that is gone; the shares of others go on without them.</summary>
    public int DropOrphans()
    {
        var monitoring = storage.GetMonitoringApi();
        var alive = Now(storage) - Silence;
        var served = monitoring.Servers().Where(s => s.Heartbeat is null || s.Heartbeat > alive).SelectMany(s => s.Queues)
            .ToHashSet(StringComparer.Ordinal);
        var orphans = monitoring.Queues().Select(q => q.Name)
            .Where(q => q.StartsWith(JobQueues.Send + "-", StringComparison.Ordinal) && !served.Contains(q))
            .SelectMany(q => monitoring.EnqueuedJobs(q, 0, MostOrphans)).Select(j => j.Key).ToList();
        var client = new BackgroundJobClient(storage);
        return orphans.Count(job => client.Delete(job));
    }

    /// <summary>
    /// Takes away failed jobs of long ago, which the scheduler would keep for ever; their runs are forgotten by then, too.
    /// </summary>
    public int DropFailures(TimeSpan kept)
    {
        var old = Now(storage) - kept;
        var client = new BackgroundJobClient(storage);
        return storage.GetMonitoringApi().FailedJobs(0, MostFailures).Where(j => j.Value?.FailedAt < old).ToList()
            .Count(j => client.Delete(j.Key));
    }

    // The scheduler keeps its own time, the database's where it has one.
    private static DateTime Now(JobStorage storage)
    {
        using var connection = storage.GetConnection();
        return connection is JobStorageConnection modern && storage.HasFeature(JobStorageFeatures.Connection.GetUtcDateTime)
            ? modern.GetUtcDateTime()
            : TimeProvider.System.GetUtcNow().UtcDateTime;
    }
}
