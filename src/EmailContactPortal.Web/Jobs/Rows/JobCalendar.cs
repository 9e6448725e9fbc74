using EmailContactPortal.Data;
using Hangfire;
using Hangfire.States;
using Hangfire.Storage;
using Hangfire.Storage.Monitoring;

namespace EmailContactPortal.Web.Jobs.Rows;

/// <summary>
/// Keeps the scheduler's list of jobs to come in step with the rows: one job at each row's time, moved when the row is moved, gone when the
/// row is. It is there to be seen; a row whose time has come is found by the clock, with or without its entry.
/// </summary>
internal sealed class JobCalendar(JobStorage storage, IBackgroundJobClient client, JobStarter starter)
{
    /// <summary>How many rows to come are shown; later ones follow when these have begun.</summary>
    public const int Most = 500;

    /// <summary>Times so near to each other are the same.</summary>
    public static readonly TimeSpan Same = TimeSpan.FromMilliseconds(500);

    /// <summary>Brings the entries of one kind in step.</summary>
    public async Task KeepAsync(PortalContext db, JobKind kind, DateTime now, CancellationToken cancellationToken)
    {
        if (kind.UpcomingAsync is not { } upcoming) return;
        var wanted = (await upcoming(db, now, cancellationToken)).ToDictionary(a => a.Id);
        var kept = new HashSet<int>();
        foreach (var (job, entry) in Entries(storage.GetMonitoringApi(), kind))
        {
            var (name, id) = ((string)entry.Job.Args[0], (int)entry.Job.Args[2]);
            if (wanted.TryGetValue(id, out var row) && (entry.EnqueueAt - row.At).Duration() < Same && name == kind.NameOf(row.Name)
                && kept.Add(id)) continue;
            // One whose time has come is about to be started by the scheduler; its own look at the row decides.
            if (wanted.ContainsKey(id) || entry.EnqueueAt > now) client.Delete(job, ScheduledState.StateName);
        }

        foreach (var row in wanted.Values.Where(a => !kept.Contains(a.Id))) starter.Schedule(kind, row);
    }

    /// <summary>The entries of one kind.</summary>
    public static IEnumerable<KeyValuePair<string, ScheduledJobDto>> Entries(IMonitoringApi monitoring, JobKind kind) =>
        monitoring.ScheduledJobs(0, Most * 2)
            .Where(e => e.Value?.Job is { } job && job.Type == typeof(RowJobRunner) && job.Args[1] is string group && group == kind.Group);
}
