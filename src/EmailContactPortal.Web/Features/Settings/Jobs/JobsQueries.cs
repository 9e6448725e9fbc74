using System.Globalization;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.Jobs;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Jobs;
using EmailContactPortal.Web.Jobs.Rows;
using EmailContactPortal.Web.Jobs.Scheduler;
using Hangfire;
using Hangfire.Storage;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.Jobs;

/// <summary>
/// Reads runs from our tables, and what waits from the scheduler: the same jobs as its dashboard shows, in the words of our rows.
/// </summary>
internal sealed class JobsQueries(
    JobStorage storage, JobServers servers, IEnumerable<JobKind> kinds, PortalContext db, JobTroubles troubles)
{
    private const int HistoryRows = 50;
    private const int Most = 100;

    private DateTime Now => troubles.Now;

    public async Task<JobsPage> ReadAsync(bool onlyFailed, CancellationToken cancellationToken)
    {
        var alive = Now - JobHistory.Dead;
        var running = await db.JobRuns.AsNoTracking().Where(r => r.EndedAt == null && r.SeenAt > alive).OrderBy(r => r.StartedAt).Take(Most)
            .ToListAsync(cancellationToken);
        var monitoring = storage.GetMonitoringApi();
        var trouble = await troubles.ReadAsync(db, cancellationToken);
        return new JobsPage(
            trouble.Pause is not null,
            [.. servers.Instances()
                .Select(i => new NodeRow(
                    i.Instance, Words.Of(i.IsAlive ? "Alive" : "Gone, its work is taken over"), i.SeenAt,
                    running.Count(r => r.Instance == i.Instance), i.IsAlive))],
            [.. running.Select(r => new RunningRow(r.Kind, r.RowId, r.Name, r.Percent, r.Summary, r.StartedAt, r.Instance))],
            [.. monitoring.Queues().SelectMany(q => monitoring.EnqueuedJobs(q.Name, 0, Most))
                .Where(j => j.Value?.Job?.Type == typeof(RowJobRunner)).Select(j => new WaitingRow(Name(j.Value.Job), null))],
            trouble.Failing,
            await HistoryAsync(onlyFailed, cancellationToken),
            await KindsAsync(cancellationToken))
        {
            OnlyFailed = onlyFailed,
            SetAside = trouble.SetAside,
            FailingLoops = trouble.Loops,
            Upcoming = [.. kinds.Where(k => k.UpcomingAsync is not null).SelectMany(k => JobCalendar.Entries(monitoring, k))
                .Select(e => new WaitingRow(Name(e.Value.Job), e.Value.EnqueueAt)).OrderBy(w => w.At)],
            Recurring = Recurring(),
        };
    }

    private async Task<List<HistoryRow>> HistoryAsync(bool onlyFailed, CancellationToken cancellationToken)
    {
        var runs = db.JobRuns.AsNoTracking().Where(r => onlyFailed ? r.Result == JobResult.Failed : r.EndedAt != null);
        return [.. (await runs.OrderByDescending(r => r.StartedAt).Take(HistoryRows).ToListAsync(cancellationToken))
            .Select(r => new HistoryRow(
                r.Name, r.Result, JobTroubles.Words(r), r.StartedAt, (r.EndedAt ?? r.SeenAt) - r.StartedAt, r.Instance))];
    }

    private async Task<List<KindRow>> KindsAsync(CancellationToken cancellationToken)
    {
        var rows = new List<KindRow>();
        foreach (var kind in kinds)
        {
            var due = await kind.DueAsync(db, Now, cancellationToken);
            rows.Add(new KindRow(Words.Of(kind.Title), due.Count, Words.Of(kind.When)));
        }

        return rows;
    }

    private List<RecurringRow> Recurring()
    {
        using var connection = storage.GetConnection();
        var known = connection.GetRecurringJobs().ToDictionary(j => j.Id);
        return [.. RecurringJobs.All.Select(k => known.TryGetValue(k.Id, out var job)
            ? new RecurringRow(k.Id, Words.Of(k.Name), Words.Of(k.When), job.NextExecution, job.LastExecution, job.Error)
            : new RecurringRow(k.Id, Words.Of(k.Name), Words.Of(k.When), null, null, null))];
    }

    private static string Name(Hangfire.Common.Job job) => Convert.ToString(job.Args[0], CultureInfo.InvariantCulture) ?? "";
}
