using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Web.Jobs;
using EmailContactPortal.Web.Jobs.Rows;
using EmailContactPortal.Web.Jobs.Scheduler;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.Jobs;

/// <summary>Steers the jobs of all instances that share the database.</summary>
internal sealed class JobsCommands(JobPausing pausing, JobStarter starter, IEnumerable<JobKind> kinds, JobStorage storage, PortalContext db)
{
    /// <summary>Starts nothing new on any instance until resumed; running jobs go on.</summary>
    public Task PauseAsync(string who, CancellationToken cancellationToken) => pausing.PauseAsync(who, cancellationToken);

    public Task ResumeAsync(CancellationToken cancellationToken) => pausing.ResumeAsync(cancellationToken);

    /// <summary>Runs a failed job now instead of after its back-off.</summary>
    public async Task<Result> RunNowAsync(string group, int id, CancellationToken cancellationToken)
    {
        if (kinds.Named(group) is not { } kind) return Problem.NotFound("job.unknown", group);
        await starter.StartAsync(kind, id, cancellationToken);
        return Result.Ok;
    }

    /// <summary>Runs a recurring job now, besides its own times.</summary>
    public Result RunRecurring(string id)
    {
        if (RecurringJobs.All.All(k => k.Id != id)) return Problem.NotFound("job.unknown.recurring", id);
        return new RecurringJobManager(storage).TriggerJob(id) is null ? Problem.Conflict("job.no-worker") : Result.Ok;
    }

    /// <summary>Asks a running job to stop, wherever it runs; the row still wants it, so it comes back unless paused.</summary>
    public async Task<Result> StopAsync(string group, int id, CancellationToken cancellationToken)
    {
        var jobs = await db.JobRuns.Where(r => r.Kind == group && r.RowId == id && r.EndedAt == null).Select(r => r.JobId)
            .ToListAsync(cancellationToken);
        var client = new BackgroundJobClient(storage);
        var stopped = jobs.Count(job => client.Delete(job));
        return stopped > 0 ? Result.Ok : Problem.Gone("job.not-running");
    }
}
