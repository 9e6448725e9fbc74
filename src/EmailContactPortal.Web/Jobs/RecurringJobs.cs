using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Web.Jobs.Scheduler;
using Hangfire;
using Hangfire.Storage;

namespace EmailContactPortal.Web.Jobs;

/// <summary>A job that comes back at times of its own.</summary>
/// <param name="Id">Its word in addresses and on the dashboard.</param>
/// <param name="Name">What people call it.</param>
/// <param name="When">When it runs, in words.</param>
/// <param name="Cron">The same as a cron expression; with six fields the first one is seconds.</param>
/// <param name="Zone">Whose hours the expression means.</param>
internal sealed record RecurringKind(string Id, string Name, string When, string Cron, TimeZoneInfo Zone);

/// <summary>
/// The portal's recurring jobs. Every instance that works writes them when it starts, and once a minute those that somebody removed or a
/// scheduler lost.
/// </summary>
internal sealed class RecurringJobs(JobStorage storage, IRecurringJobManager manager, Loops loops) : SupervisedService(loops)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);
    private bool isFirst = true;

    public static RecurringKind Synchronisation { get; } = new(
        "crm-synchronisation", "CRM synchronisation", "Every 30 seconds", "*/30 * * * * *", TimeZoneInfo.Utc);

    public static RecurringKind Clock { get; } = new("clock", "Clock", "Every minute", "* * * * *", TimeZoneInfo.Utc);

    public static RecurringKind Health { get; } = new("health", "Health of instances", "Every 5 minutes", "*/5 * * * *", TimeZoneInfo.Utc);

    /// <summary>At night where the server stands, because it deletes.</summary>
    public static RecurringKind Retention { get; } = new("retention", "Retention", "Every day 03:10", "10 3 * * *", TimeZoneInfo.Local);

    public static IReadOnlyList<RecurringKind> All { get; } = [Synchronisation, Clock, Health, Retention];

    /// <summary>Writes those that are missing.</summary>
    public void Keep()
    {
        using var connection = storage.GetConnection();
        var known = connection.GetRecurringJobs().Where(j => !j.Removed).Select(j => j.Id).ToHashSet(StringComparer.Ordinal);
        if (All.Any(k => !known.Contains(k.Id))) Write();
    }

    protected override string Name => "Recurring jobs";

    protected override async Task StepAsync(CancellationToken stoppingToken)
    {
        // This version's times may differ from those of the one before.
        if (isFirst) Write();
        else Keep();
        isFirst = false;
        await Task.Delay(LookAgain, stoppingToken);
    }

    private void Write()
    {
        RecurringJobOptions In(RecurringKind kind) => new() { TimeZone = kind.Zone, MisfireHandling = MisfireHandlingMode.Relaxed };
        manager.AddOrUpdate<Maintenance>(
            Synchronisation.Id, JobQueues.Maintenance, u => u.SynchroniseAsync(CancellationToken.None), Synchronisation.Cron,
            In(Synchronisation));
        manager.AddOrUpdate<Maintenance>(Clock.Id, JobQueues.Maintenance, u => u.ClockAsync(CancellationToken.None), Clock.Cron, In(Clock));
        manager.AddOrUpdate<Maintenance>(
            Health.Id, JobQueues.Maintenance, u => u.HealthAsync(CancellationToken.None), Health.Cron, In(Health));
        manager.AddOrUpdate<Maintenance>(
            Retention.Id, JobQueues.Maintenance, u => u.RetentionAsync(CancellationToken.None), Retention.Cron, In(Retention));
    }
}
