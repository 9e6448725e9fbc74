using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Jobs;
using EmailContactPortal.Web.Jobs;
using EmailContactPortal.Web.Jobs.Rows;
using EmailContactPortal.Web.Jobs.Scheduler;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Jobs;

/// <summary>A portal that works, with two kinds of jobs whose rows are this test's own.</summary>
public sealed class RunningTests : IAsyncLifetime
{
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private readonly PortalFactory portal = new PortalFactory().With("Portal:Roles", "Web,Worker");
    private readonly TestWork slow = new(JobQueues.Audience);
    private readonly TestWork quick = new(JobQueues.Campaigns);

    private JobStorage Storage => portal.Services.GetRequiredService<JobStorage>();

    public Task InitializeAsync()
    {
        portal.Configure = services =>
        {
            services.AddSingleton(slow.Kind("slow"));
            services.AddSingleton(quick.Kind("quick"));
            services.AddKeyedSingleton<TestWork>(typeof(SlowJob), (_, _) => slow);
            services.AddKeyedSingleton<TestWork>(typeof(QuickJob), (_, _) => quick);
        };
        return portal.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        slow.End();
        await ((IAsyncLifetime)portal).DisposeAsync();
    }

    [Fact]
    public async Task A_crowd_of_long_imports_does_not_keep_a_launch_waiting()
    {
        foreach (var row in Enumerable.Range(1, 20)) slow.Want(row);
        await slow.BegunAsync();
        quick.Let();

        quick.Want(1);

        await quick.EndedAsync(1);
        Assert.Empty(slow.Ended);
    }

    [Fact]
    public async Task A_running_job_that_is_deleted_stops_and_comes_back_while_the_row_wants_it()
    {
        slow.Want(1);
        await slow.BegunAsync();
        var first = await RunAsync("slow", 1);

        portal.Services.GetRequiredService<IBackgroundJobClient>().Delete(first.JobId);
        await slow.StoppedAsync();
        await slow.BegunAsync();

        Assert.Equal(JobResult.Stopped, (await portal.InDatabaseAsync(db => db.JobRuns.SingleAsync(r => r.Id == first.Id))).Result);
        Assert.NotEqual(first.Id, (await RunAsync("slow", 1)).Id);
    }

    [Fact]
    public async Task A_row_that_does_not_want_the_work_any_more_stops_it()
    {
        slow.Want(1);
        await slow.BegunAsync();

        slow.Unwant(1);

        await slow.StoppedAsync();
        var run = await EndedRunAsync("slow", 1);
        Assert.Equal((JobResult.Stopped, "Stopped: the row does not want it any more."), (run.Result, run.Summary));
    }

    [Fact]
    public async Task A_job_that_fails_says_why_is_one_failed_job_and_runs_again_when_somebody_asks()
    {
        quick.Fault = new InvalidOperationException("The file is gone.");
        quick.Let();
        quick.Want(7);
        var run = await EndedRunAsync("quick", 7);
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var words = (await admin.PageAsync("/settings/jobs")).Words();
        Assert.Equal((JobResult.Failed, "The file is gone.", 1), (run.Result, run.Failure, run.Failures));
        Assert.Contains("quick: row 7 The file is gone. 1", words, StringComparison.Ordinal);

        quick.Fault = null;
        await admin.PostFormAsync("/settings/jobs/quick/7/run", [], "/settings/jobs");

        await quick.EndedAsync(7);
        Assert.Equal(0, Storage.GetMonitoringApi().FailedCount());
    }

    [Fact]
    public async Task Nothing_starts_while_all_is_paused_and_it_starts_when_resumed()
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        await admin.PostFormAsync("/settings/jobs/pause", [], "/settings/jobs");
        quick.Let();
        quick.Want(8);
        var starter = portal.Services.GetRequiredService<JobStarter>();
        await starter.EnsureAsync(portal.Services.GetServices<JobKind>().Single(k => k.Group == "quick"), 8, CancellationToken.None);
        await SucceededAsync("quick: row 8");
        Assert.Empty(quick.Ended);

        await admin.PostFormAsync("/settings/jobs/resume", [], "/settings/jobs");

        await quick.EndedAsync(8);
    }

    [Fact]
    public async Task A_scheduler_that_lost_everything_is_refilled_from_the_tables()
    {
        var storage = new InMemoryStorage();
        var lost = portal.Services.GetRequiredService<JobStarter>();
        var starter = ActivatorUtilities.CreateInstance<JobStarter>(
            portal.Services, storage, (IBackgroundJobClient)new BackgroundJobClient(storage));
        var kind = AudienceJobs.Import with { Queue = "nobody" };
        await lost.EnsureAsync(kind, 42, CancellationToken.None);

        await starter.EnsureAsync(kind, 42, CancellationToken.None);

        Assert.Single(storage.GetMonitoringApi().EnqueuedJobs("nobody", 0, 10));
    }

    [Fact]
    public async Task A_campaign_started_by_hand_before_its_time_stays_scheduled_and_its_job_comes_back()
    {
        var id = await portal.InDatabaseAsync(async db =>
        {
            var campaign = new Campaign
            {
                Name = "December newsletter",
                Status = CampaignStatus.Scheduled,
                ScheduledAt = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(2),
            };
            db.Campaigns.Add(campaign);
            await db.SaveChangesAsync();
            return campaign.Id;
        });
        var job = (await BecomesAsync(
            () => JobCalendar.Entries(Storage.GetMonitoringApi(), SendingJobs.Launch).ToList(), e => e.Count == 1))[0].Key;

        portal.Services.GetRequiredService<IBackgroundJobClient>().Requeue(job);

        var run = await EndedRunAsync("launch", id);
        Assert.Contains("Its time has not come", run.Summary, StringComparison.Ordinal);
        await BecomesAsync(() => JobCalendar.Entries(Storage.GetMonitoringApi(), SendingJobs.Launch).ToList(), e => e.Count == 1);
        Assert.Equal(
            CampaignStatus.Scheduled,
            await portal.InDatabaseAsync(db => db.Campaigns.Where(c => c.Id == id).Select(c => c.Status).SingleAsync()));
    }

    [Fact]
    public async Task Recurring_jobs_are_there_with_their_zones_and_come_back_when_somebody_removes_one()
    {
        await BecomesAsync(Recurring, r => r.Count == RecurringJobs.All.Count);
        Assert.Equal(RecurringJobs.All.Select(k => (k.Id, k.Zone.Id)).Order(), Recurring().Select(j => (j.Id, j.TimeZoneId)).Order());

        portal.Services.GetRequiredService<IRecurringJobManager>().RemoveIfExists(RecurringJobs.Retention.Id);
        portal.Services.GetRequiredService<RecurringJobs>().Keep();

        Assert.Equal(RecurringJobs.All.Count, Recurring().Count);
    }

    [Fact]
    public async Task Readiness_and_the_jobs_page_know_that_somebody_works()
    {
        await BecomesAsync(() => portal.Services.GetRequiredService<JobServers>().Instances(), i => i.Count == 1 && i[0].IsAlive);
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);

        Assert.Equal("Healthy", await admin.GetStringAsync("/health/ready"));
        Assert.DoesNotContain("No instance runs jobs", (await admin.PageAsync("/settings/jobs")).Words(), StringComparison.Ordinal);
    }

    private List<RecurringJobDto> Recurring()
    {
        using var connection = Storage.GetConnection();
        return connection.GetRecurringJobs();
    }

    private Task<JobRun> RunAsync(string kind, int row) =>
        portal.InDatabaseAsync(db => db.JobRuns.Where(r => r.Kind == kind && r.RowId == row && r.EndedAt == null).SingleAsync());

    private async Task<JobRun> EndedRunAsync(string kind, int row) =>
        (await EventuallyAsync(
            () => portal.InDatabaseAsync(db => db.JobRuns.FirstOrDefaultAsync(r => r.Kind == kind && r.RowId == row && r.EndedAt != null)),
            r => r is not null))!;

    private async Task SucceededAsync(string name) =>
        await BecomesAsync(
            () => Storage.GetMonitoringApi().SucceededJobs(0, 100),
            jobs => jobs.Any(j => j.Value.Job?.Args is [string first, ..] && first == name));

    private static Task<T> BecomesAsync<T>(Func<T> read, Func<T, bool> satisfied) =>
        EventuallyAsync(() => Task.FromResult(read()), satisfied);

    private static async Task<T> EventuallyAsync<T>(Func<Task<T>> read, Func<T, bool> satisfied)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var end = new CancellationTokenSource(Timeout);
        while (await timer.WaitForNextTickAsync(end.Token))
        {
            if (await read() is var value && satisfied(value)) return value;
        }

        throw new InvalidOperationException("The timer ended.");
    }
}
