using EmailContactPortal.Data;
using EmailContactPortal.Web.Jobs.Rows;
using EmailContactPortal.Web.Jobs.Scheduler;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Jobs;

/// <summary>What the recurring jobs do. One that fails is not tried again before its next time.</summary>
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
internal sealed class Maintenance(
    ClockSweep sweep, JobHistory history, JobServers servers, IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    private static readonly TimeSpan HeartbeatsKept = TimeSpan.FromDays(1);

    /// <summary>Asks for the imports of dynamic target groups that are due.</summary>
    [JobDisplayName("CRM synchronisation")]
    public Task SynchroniseAsync(CancellationToken cancellationToken) => sweep.RunAsync(k => k == AudienceJobs.Sync, cancellationToken);

    /// <summary>The safety net under the clock of two seconds.</summary>
    [JobDisplayName("Clock")]
    public Task ClockAsync(CancellationToken cancellationToken) => sweep.RunAsync(_ => true, cancellationToken);

    /// <summary>Closes what dead instances left open, and takes away what only they could have done.</summary>
    [JobDisplayName("Health of instances")]
    public async Task<string> HealthAsync(CancellationToken cancellationToken)
    {
        var runs = await history.BreakOffDeadAsync(all: false, cancellationToken);
        var orphans = servers.DropOrphans();
        return $"{runs} runs of dead instances closed, {orphans} of their jobs taken away.";
    }

    /// <summary>Forgets old runs, and the pulses of instances that are gone.</summary>
    [JobDisplayName("Retention")]
    public async Task<string> RetentionAsync(CancellationToken cancellationToken)
    {
        var runs = await history.PruneAsync(cancellationToken);
        servers.DropFailures(JobHistory.Kept);
        var old = time.GetUtcNow().UtcDateTime - HeartbeatsKept;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.MailServerHeartbeats.Where(p => p.At < old).ExecuteDeleteAsync(cancellationToken);
        return $"{runs} old runs forgotten.";
    }
}
