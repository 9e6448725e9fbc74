using System.Globalization;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Supervision;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EmailContactPortal.Web.Startup;

/// <summary>Whether the process lives (<c>/health/live</c>) and whether it can do its work (<c>/health/ready</c>).</summary>
internal static class Health
{
    /// <summary>Tag of the checks that say whether the portal can do its work.</summary>
    public const string Ready = "ready";

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database", tags: [Ready]).AddCheck<LoopsCheck>("loops", tags: [Ready]);
        return services;
    }

    public static WebApplication MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks(
            "/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteAsync })
                .AllowAnonymous();
        return app;
    }

    // The first line is the state, as probes want it; then what is wrong, in words that any stranger may read.
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var lines = report.Entries.Values.Where(e => e.Status != HealthStatus.Healthy).Select(e => e.Description).OfType<string>()
            .Prepend(report.Status.ToString());
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(string.Join('\n', lines), context.RequestAborted);
    }

    private sealed class LoopsCheck(Loops loops) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var failing = loops.All.Where(l => l.IsFailing).ToList();
            return Task.FromResult(failing.Count == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded(string.Join('\n', failing.Select(l => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{l.Name}: has failed since {l.FailingSince:yyyy-MM-dd HH:mm:ss} UTC, {l.Failures} times in a row. The reason is on "
                        + $"the Jobs page.")))));
        }
    }

    private sealed class DatabaseCheck(IDbContextFactory<PortalContext> contexts) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await using var db = await contexts.CreateDbContextAsync(cancellationToken);
                await db.Sites.AsNoTracking().AnyAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                return HealthCheckResult.Unhealthy("The database does not answer.", e);
            }
        }
    }
}
