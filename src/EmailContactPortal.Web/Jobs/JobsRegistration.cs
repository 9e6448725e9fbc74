using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Web.Jobs.Rows;
using EmailContactPortal.Web.Jobs.Scheduler;
using EmailContactPortal.Web.Startup;
using EmailContactPortal.Web.Startup.Settings;
using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.InMemory;
using Hangfire.SqlServer;
using Microsoft.Data.SqlClient;

namespace EmailContactPortal.Web.Jobs;

/// <summary>
/// Registers the scheduler: in the portal's own SQL Server database, or in memory beside the embedded one, refilled from our tables.
/// </summary>
internal static class JobsRegistration
{
    private static readonly TimeSpan EverySecond = TimeSpan.FromSeconds(1);

    // Longer than a polite stop of sending takes, shorter than the host waits.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(25);

    /// <summary>Every instance can see and steer the scheduler; only workers run jobs.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, PortalSettings settings)
    {
        // Our own instances come first: the package's defaults are static, and two portals in one process would share them.
        services.AddSingleton<JobStorage>(_ => Storage(settings.Database));
        services.AddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddHangfire((_, _) => { });
        services.AddSingleton(new JobInstance(isAlone: settings.Database.Provider != DatabaseOptions.SqlServer));
        services.AddSingleton<Nudge>();
        services.AddSingleton<JobPausing>();
        services.AddSingleton<JobHistory>();
        services.AddSingleton<JobServers>();
        services.AddSingleton<JobStarter>();
        services.AddSingleton<JobCalendar>();
        services.AddSingleton<JobTroubles>();
        services.AddSingleton<ClockSweep>();
        services.AddHealthChecks().AddCheck<JobsCheck>("jobs", tags: [Health.Ready]);
        foreach (var kind in JobKinds.All) services.AddSingleton(kind);
        return settings.Portal.IsWorker ? services.AddWorkers() : services;
    }

    private static IServiceCollection AddWorkers(this IServiceCollection services)
    {
        services.AddHostedService<Clock>();
        services.AddSingleton<RecurringJobs>();
        services.AddHostedService(provider => provider.GetRequiredService<RecurringJobs>());
        foreach (var (queue, workers) in JobQueues.Workers)
        {
            services.AddHangfireServer((provider, server) =>
            {
                var instance = provider.GetRequiredService<JobInstance>();
                server.ServerName = $"{instance.Name}:{queue}";
                server.Queues = queue == JobQueues.Maintenance ? [queue, JobQueues.Default] : [instance.QueueOf(queue)];
                server.WorkerCount = workers;
                // One of them does the scheduling for all.
                server.IsLightweightServer = queue != JobQueues.Maintenance;
                server.SchedulePollingInterval = server.CancellationCheckInterval = EverySecond;
                server.HeartbeatInterval = JobServers.Interval;
                server.ShutdownTimeout = Farewell;
            });
        }

        return services;
    }

    private static JobStorage Storage(DatabaseOptions database) => database.Provider == DatabaseOptions.SqlServer
        ? new SqlServerStorage(database.ConnectionString, new SqlServerStorageOptions
        {
            SchemaName = JobTables.Schema,
            // Made when the portal prepares its own tables, not by whoever comes first.
            PrepareSchemaIfNecessary = false,
            SqlClientFactory = SqlClientFactory.Instance,
            SlidingInvisibilityTimeout = TimeSpan.FromMinutes(1),
            QueuePollInterval = TimeSpan.Zero,
            UseRecommendedIsolationLevel = true,
            DisableGlobalLocks = true,
        })
        : new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(3) });
}
