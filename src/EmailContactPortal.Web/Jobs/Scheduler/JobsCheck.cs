using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EmailContactPortal.Web.Jobs.Scheduler;

/// <summary>Says in readiness that no instance runs jobs. Degraded, not unhealthy: pages and clicks are served all the same.</summary>
internal sealed class JobsCheck(JobServers servers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
        servers.Instances().Any(i => i.IsAlive) ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded("No instance runs jobs."));
}
