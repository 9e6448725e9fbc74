using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Web.Startup;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Quartz;

namespace EmailContactPortal.Web.Jobs;

/// <summary>Registers the scheduler, persistent in the portal's own database and clustered on SQL Server.</summary>
internal static class JobsRegistration
{
    /// <summary>Every instance can see and steer the scheduler; only workers run jobs.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, PortalSettings settings)
    {
        services.AddQuartz(q =>
        {
            q.ConfigureScheduler(s =>
            {
                s.InstanceName = "Portal";
                s.InstanceId = $"{Environment.MachineName}-{Environment.ProcessId}";
                s.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            q.UseDefaultThreadPool(8);
            q.UsePersistentStore(store => ConfigureStore(store, settings.Database));
        });
        services.AddQuartzExecutionHistory(h =>
        {
            h.Retention = TimeSpan.FromDays(30);
            h.MaxEntriesPerJob = 100;
            h.MaxEntriesPerScheduler = 20_000;
        });
        services.AddQuartzHostedService(h =>
        {
            h.WaitForJobsToComplete = true;
            h.AutoStart = settings.Portal.IsWorker;
        });
        services.AddSingleton<Nudge>();
        services.AddSingleton<JobStarter>();
        foreach (var kind in JobKinds.All) services.AddSingleton(kind);
        if (settings.Portal.IsWorker) services.AddHostedService<Clock>();
        return services;
    }

    private static void ConfigureStore(IPersistentStoreBuilder store, DatabaseOptions database)
    {
        if (database.Provider == DatabaseOptions.SqlServer)
        {
            store.UseSqlServer(SqlClientFactory.Instance, database.ConnectionString);
            store.UseClustering(c => c.CheckinInterval = TimeSpan.FromSeconds(5));
        }
        else
        {
            store.UseSqlite(SqliteFactory.Instance, database.ConnectionString);
        }

        store.UseSystemTextJsonSerializer();
        store.ProvisionSchema();
        store.UseExecutionHistory();
    }
}
