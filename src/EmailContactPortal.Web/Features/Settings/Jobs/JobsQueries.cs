using System.Globalization;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.Jobs;
using EmailContactPortal.Web.Jobs;
using Hangfire;
using Hangfire.Storage;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.Jobs;

/// <summary>Reads runs from our tables, and what waits from the scheduler: the same jobs as its dashboard shows, in the words of our rows.</summary>
internal sealed class JobsQueries(JobStorage storage, JobServers servers, IEnumerable<JobKind> kinds, PortalContext db, TimeProvider time)
{
    private const int HistoryRows = 50;
    private const int Most = 100;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public async Task<JobsPage> ReadAsync(bool onlyFailed, CancellationToken cancellationToken)
    {
        var alive = Now - JobHistory.Dead;
        var running = await db.JobRuns.AsNoTracking().Where(r => r.EndedAt == null && r.SeenAt > alive).OrderBy(r => r.StartedAt).Take(Most).ToListAsync(cancellationToken);
        var monitoring = storage.GetMonitoringApi();
        return new JobsPage(
            await db.JobPauses.AnyAsync(cancellationToken),
            [.. servers.Instances().Select(i => new NodeRow(i.Instance, i.IsAlive ? "Alive" : "Gone, its work is taken over", i.SeenAt, running.Count(r => r.Instance == i.Instance), i.IsAlive))],
            [.. running.Select(r => new RunningRow(r.Kind, r.RowId, r.Name, r.Percent, r.Summary, r.StartedAt, r.Instance))],
            [.. monitoring.Queues().SelectMany(q => monitoring.EnqueuedJobs(q.Name, 0, Most)).Where(j => j.Value?.Job?.Type == typeof(RowJobRunner)).Select(j => new WaitingRow(Name(j.Value.Job), null))],
            await FailingAsync(cancellationToken),
            await HistoryAsync(onlyFailed, cancellationToken),
            await KindsAsync(cancellationToken))
        {
            OnlyFailed = onlyFailed,
            Upcoming = [.. kinds.Where(k => k.UpcomingAsync is not null).SelectMany(k => JobCalendar.Entries(monitoring, k)).Select(e => new WaitingRow(Name(e.Value.Job), e.Value.EnqueueAt)).OrderBy(w => w.At)],
            Recurring = Recurring(),
        };
    }

    private async Task<List<FailingRow>> FailingAsync(CancellationToken cancellationToken)
    {
        var last = await db.JobRuns.AsNoTracking()
            .Where(r => (r.Result == JobResult.Failed || r.Result == JobResult.BrokenOff) && !db.JobRuns.Any(n => n.Kind == r.Kind && n.RowId == r.RowId && n.Share == r.Share && n.Id > r.Id))
            .OrderByDescending(r => r.StartedAt).Take(Most).ToListAsync(cancellationToken);
        var rows = new List<FailingRow>();
        foreach (var run in last.Where(r => JobBackOff.Until(r) > (r.EndedAt ?? r.SeenAt)))
        {
            if (kinds.Named(run.Kind) is not { } kind || !await kind.WantedAsync(db, run.RowId, cancellationToken)) continue;
            rows.Add(new FailingRow(run.Kind, run.RowId, run.Name, Words(run), run.Failures, run.StartedAt, JobBackOff.Until(run)));
        }

        return rows;
    }

    private async Task<List<HistoryRow>> HistoryAsync(bool onlyFailed, CancellationToken cancellationToken)
    {
        var runs = db.JobRuns.AsNoTracking().Where(r => onlyFailed ? r.Result == JobResult.Failed : r.EndedAt != null);
        return [.. (await runs.OrderByDescending(r => r.StartedAt).Take(HistoryRows).ToListAsync(cancellationToken))
            .Select(r => new HistoryRow(r.Name, r.Result, Words(r), r.StartedAt, (r.EndedAt ?? r.SeenAt) - r.StartedAt, r.Instance))];
    }

    private async Task<List<KindRow>> KindsAsync(CancellationToken cancellationToken)
    {
        var rows = new List<KindRow>();
        foreach (var kind in kinds)
        {
            var due = await kind.DueAsync(db, Now, cancellationToken);
            rows.Add(new KindRow(kind.Title, due.Count, kind.When));
        }

        return rows;
    }

    private List<RecurringRow> Recurring()
    {
        using var connection = storage.GetConnection();
        var known = connection.GetRecurringJobs().ToDictionary(j => j.Id);
        return [.. RecurringJobs.All.Select(k => known.TryGetValue(k.Id, out var job)
            ? new RecurringRow(k.Id, k.Name, k.When, job.NextExecution, job.LastExecution, job.Error)
            : new RecurringRow(k.Id, k.Name, k.When, null, null, null))];
    }

    private static string Name(Hangfire.Common.Job job) => Convert.ToString(job.Args[0], CultureInfo.InvariantCulture) ?? "";

    private static string Words(JobRun run) => run.Failure ?? (run.Result == JobResult.Failed && run.Summary.Length == 0 ? "It gave no reason." : run.Summary);
}
