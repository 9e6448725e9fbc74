using System.Diagnostics;
using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Jobs;
using EmailContactPortal.Web.Jobs.Scheduler;
using EmailContactPortal.Web.Logs;
using Hangfire;
using Hangfire.Server;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Jobs.Rows;

/// <summary>
/// What the scheduler calls for a row: it asks whether this is the row's one job and still wanted, does the work, and writes how it went.
/// </summary>
/// <remarks>It never tries again by itself; the clock does, by our own back-off.</remarks>
[AutomaticRetry(Attempts = 0)]
internal sealed class RowJobRunner(
    JobStarter starter,
    JobHistory history,
    JobPausing pausing,
    IServiceProvider services,
    ILogger<RowJobRunner> logger)
{
    private const int MostTries = 5;
    private static readonly TimeSpan WriteAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WriteAgainAtMost = TimeSpan.FromSeconds(4);
    private static readonly ActivitySource Activities = new("EmailContactPortal.Jobs");

    /// <summary>Runs the job of one row.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="group">The kind's word.</param>
    /// <param name="id">The row.</param>
    /// <param name="context">Given by the scheduler.</param>
    /// <param name="cancellationToken">Given by the scheduler: fires when the job is deleted or the instance stops.</param>
    [JobDisplayName("{0}")]
    public async Task<string> RunAsync(string name, string group, int id, PerformContext context, CancellationToken cancellationToken)
    {
        if (services.GetServices<JobKind>().Named(group) is not { } kind)
            return $"This version of the portal knows no work of the kind '{group}'.";
        var job = context.BackgroundJob.Id;
        if (!starter.Claims(kind, id, job)) return "Another job serves this row.";
        if (await pausing.IsPausedAsync(cancellationToken))
            return Leave(kind, id, job, "All jobs are paused. The clock makes it again when they are resumed.");
        if (await history.BeginAsync(kind, id, starter.ShareOf(kind), name, job, cancellationToken) is not { } run)
            return "Another instance is at this row.";
        var ended = await RunAsync(kind, run, cancellationToken);
        return Leave(kind, id, job, ended);
    }

    private async Task<string> RunAsync(JobKind kind, JobRun run, CancellationToken cancellationToken)
    {
        using var activity = Activities.StartActivity($"job {kind.Group}");
        activity?.SetTag("portal.row", run.RowId);
        using var scope = logger.BeginScope(new Dictionary<string, object> { ["Job"] = kind.Group, ["Row"] = run.RowId });
        var report = new JobReport();
        await using var watch = new RowWatch(
            kind, run, report, services.GetRequiredService<IDbContextFactory<PortalContext>>(), history, logger, cancellationToken);
        try
        {
            var job = (RowJob)ActivatorUtilities.CreateInstance(services, kind.Job);
            await job.RunAsync(run.RowId, report, watch.Stopping);
        }
        catch (OperationCanceledException) when (watch.Stopping.IsCancellationRequested)
        {
            await EndAsync(run, JobResult.Stopped, watch.Why);
            if (!watch.IsUnwanted) throw;
            return watch.Why;
        }
        catch (Exception e)
        {
            // What a mail server or a CRM said may name people; the scheduler keeps and shows it.
            await EndAsync(run, JobResult.Failed, report.Summary, Redaction.Mask(e.Message));
            throw new RedactedException(Redaction.Mask(e.Message), Redaction.Mask(e.ToString()));
        }

        // A job that stops politely returns as one that is through; the row's state says which it was.
        var stopped = watch.Stopping.IsCancellationRequested;
        var words = stopped ? $"{watch.Why} {report.Summary}".Trim() : report.Summary;
        await EndAsync(run, stopped ? JobResult.Stopped : JobResult.Finished, words);
        return words;
    }

    private string Leave(JobKind kind, int id, string job, string words)
    {
        starter.Release(kind, id, job);
        return words;
    }

    // Until it is written the row counts as being worked on, for a minute at most; so a database in trouble is worth a few tries.
    private async Task EndAsync(JobRun run, JobResult result, string summary, string? failure = null)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await history.EndAsync(run, result, summary, failure, CancellationToken.None);
                return;
            }
            catch (Exception e) when (e is System.Data.Common.DbException or InvalidOperationException or TimeoutException)
            {
                logger.LogWarning(e, "How job {Job} ended could not be written.", run.Name);
                if (tries > MostTries) return;
                await Task.Delay(BackOff.After(tries, WriteAgain, WriteAgainAtMost), CancellationToken.None);
            }
        }
    }
}
