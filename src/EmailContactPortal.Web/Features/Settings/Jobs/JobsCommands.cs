using EmailContactPortal.Domain;
using EmailContactPortal.Web.Jobs;
using Quartz;

namespace EmailContactPortal.Web.Features.Settings.Jobs;

/// <summary>Steers the scheduler for everybody who shares the database.</summary>
internal sealed class JobsCommands(ISchedulerFactory schedulers, IEnumerable<JobKind> kinds, JobStarter starter)
{
    /// <summary>Starts nothing new on any instance until resumed; running jobs go on.</summary>
    public async Task PauseAsync(string who, CancellationToken cancellationToken) =>
        await (await schedulers.GetScheduler(cancellationToken)).PauseAllWith(new PauseDetails { RequestedBy = who, Reason = "Paused on the Jobs page" }, cancellationToken);

    public async Task ResumeAsync(CancellationToken cancellationToken) =>
        await (await schedulers.GetScheduler(cancellationToken)).ResumeAll(cancellationToken);

    /// <summary>Runs a failed job now instead of after its back-off.</summary>
    public async Task<Result> RunNowAsync(string group, int id, CancellationToken cancellationToken)
    {
        var kind = kinds.FirstOrDefault(k => k.Group == group);
        if (kind is null) return Result.No("job.unknown", $"There is no work of the kind '{group}'.");
        await starter.StartAsync(kind, id, cancellationToken);
        return Result.Ok;
    }

    /// <summary>Asks a running job to stop; the row still wants it, so it comes back unless paused.</summary>
    public async Task<Result> StopAsync(string group, int id, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var stopped = await scheduler.Interrupt(JobStarter.KeyOf(group, id, 1), cancellationToken);
        return stopped ? Result.Ok : Result.No("job.not-running", "The job does not run any more, or another instance runs it.");
    }
}
