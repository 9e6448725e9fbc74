using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Jobs;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Web.Jobs;
using EmailContactPortal.Web.Jobs.Rows;
using EmailContactPortal.Web.Jobs.Scheduler;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Jobs;

public sealed class ClockTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private readonly JobStarter starter = portal.Services.GetRequiredService<JobStarter>();
    private readonly JobHistory history = portal.Services.GetRequiredService<JobHistory>();
    private readonly JobStorage storage = portal.Services.GetRequiredService<JobStorage>();

    [Fact]
    public async Task A_row_gets_one_job_however_often_and_by_how_many_it_is_seen_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 40)
            .Select(_ => Task.Run(() => starter.EnsureAsync(AudienceJobs.Import, 4711, CancellationToken.None))));
        await starter.EnsureAsync(AudienceJobs.Import, 4711, CancellationToken.None);

        Assert.Single(Waiting(JobQueues.Audience), name => name.Id == 4711);
    }

    [Fact]
    public async Task A_job_that_is_not_the_rows_own_does_not_claim_it()
    {
        await starter.EnsureAsync(AudienceJobs.Import, 4713, CancellationToken.None);
        var own = Waiting(JobQueues.Audience).Single(j => j.Id == 4713).Job;

        Assert.False(starter.Claims(AudienceJobs.Import, 4713, "another"));
        Assert.True(starter.Claims(AudienceJobs.Import, 4713, own));
    }

    [Fact]
    public async Task A_job_that_was_deleted_is_made_again_while_the_row_wants_it()
    {
        await starter.EnsureAsync(AudienceJobs.Import, 4714, CancellationToken.None);
        var first = Waiting(JobQueues.Audience).Single(j => j.Id == 4714).Job;
        portal.Services.GetRequiredService<IBackgroundJobClient>().Delete(first);

        await starter.EnsureAsync(AudienceJobs.Import, 4714, CancellationToken.None);

        Assert.NotEqual(first, Waiting(JobQueues.Audience).Single(j => j.Id == 4714).Job);
    }

    [Fact]
    public async Task Only_one_run_of_a_row_is_open_at_a_time_and_a_silent_one_is_broken_off()
    {
        var first = await history.BeginAsync(AudienceJobs.Import, 4715, "", "Import: people", "1", CancellationToken.None);
        Assert.NotNull(first);
        Assert.Null(await history.BeginAsync(AudienceJobs.Import, 4715, "", "Import: people", "2", CancellationToken.None));

        await SilentAsync(first);
        Assert.NotNull(await history.BeginAsync(AudienceJobs.Import, 4715, "", "Import: people", "3", CancellationToken.None));

        Assert.False(await history.HeartbeatAsync(first, null, "", CancellationToken.None));
        var closed = await portal.InDatabaseAsync(db => db.JobRuns.SingleAsync(r => r.Id == first.Id));
        Assert.Equal(JobResult.BrokenOff, closed.Result);
        Assert.Contains("instance ended", closed.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_run_holds_its_row_back_until_the_pause_is_over_or_somebody_runs_it_now()
    {
        var run = await history.BeginAsync(AudienceJobs.Import, 4716, "", "Import: people", "1", CancellationToken.None);
        await history.EndAsync(run!, JobResult.Failed, "", "The file is gone.", CancellationToken.None);

        await starter.EnsureAsync(AudienceJobs.Import, 4716, CancellationToken.None);
        Assert.DoesNotContain(Waiting(JobQueues.Audience), j => j.Id == 4716);

        await starter.StartAsync(AudienceJobs.Import, 4716, CancellationToken.None);
        Assert.Contains(Waiting(JobQueues.Audience), j => j.Id == 4716);
    }

    [Fact]
    public async Task Imports_that_wait_or_were_interrupted_are_due_and_finished_ones_are_not()
    {
        var ids = await portal.InDatabaseAsync(async db =>
        {
            var imports = Enum.GetValues<ImportStatus>().Select(s => new Import { Status = s, Source = TargetGroupSource.Csv }).ToList();
            db.Imports.AddRange(imports);
            await db.SaveChangesAsync();
            return imports.ToDictionary(i => i.Status, i => i.Id);
        });

        var due = await portal.InDatabaseAsync(db => AudienceJobs.Import.DueAsync(db, DateTime.UnixEpoch, CancellationToken.None));

        Assert.Equal([ids[ImportStatus.Waiting], ids[ImportStatus.Running]], due.Where(ids.Values.Contains));
    }

    [Fact]
    public async Task A_scheduled_campaign_is_a_scheduled_job_that_moves_with_it_and_goes_with_it()
    {
        var sweep = portal.Services.GetRequiredService<ClockSweep>();
        var at = Now.AddDays(3);
        var id = await portal.InDatabaseAsync(async db =>
        {
            var campaign = new Campaign { Name = "December newsletter", Status = CampaignStatus.Scheduled, ScheduledAt = at };
            db.Campaigns.Add(campaign);
            await db.SaveChangesAsync();
            return campaign.Id;
        });

        await sweep.RunAsync(_ => true, CancellationToken.None);
        await sweep.RunAsync(_ => true, CancellationToken.None);
        var entry = Assert.Single(Scheduled(id));
        Assert.Equal("Launch: December newsletter", entry.Job.Args[0]);
        Assert.Equal(at, entry.EnqueueAt, TimeSpan.FromSeconds(1));

        await ChangeAsync(id, c => c.ScheduledAt = at.AddHours(1));
        await sweep.RunAsync(_ => true, CancellationToken.None);
        Assert.Equal(at.AddHours(1), Assert.Single(Scheduled(id)).EnqueueAt, TimeSpan.FromSeconds(1));

        await ChangeAsync(id, c => c.Status = CampaignStatus.Draft);
        await sweep.RunAsync(_ => true, CancellationToken.None);
        Assert.Empty(Scheduled(id));
    }

    [Fact]
    public async Task The_jobs_page_shows_the_work_can_pause_it_and_resume_it()
    {
        var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        Assert.Contains("CRM write-back", (await admin.PageAsync("/settings/jobs")).Words(), StringComparison.Ordinal);
        await starter.EnsureAsync(AudienceJobs.Import, 4712, CancellationToken.None);

        await admin.PostFormAsync("/settings/jobs/pause", [], "/settings/jobs");
        Assert.Contains("Held by the pause", (await admin.PageAsync("/settings/jobs")).Words(), StringComparison.Ordinal);
        await admin.PostFormAsync("/settings/jobs/resume", [], "/settings/jobs");

        Assert.DoesNotContain("Held by the pause", (await admin.PageAsync("/settings/jobs")).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_of_a_month_ago_and_all_but_the_newest_hundred_of_a_row_are_forgotten()
    {
        var old = Now.AddDays(-31);
        await portal.InDatabaseAsync(db =>
        {
            db.JobRuns.AddRange(Enumerable.Range(0, 130).Select(i => Ended(4717, Now.AddMinutes(-200 + i))));
            db.JobRuns.Add(Ended(4718, old));
            return db.SaveChangesAsync();
        });

        await history.PruneAsync(CancellationToken.None);

        Assert.Equal(100, await portal.InDatabaseAsync(db => db.JobRuns.CountAsync(r => r.RowId == 4717)));
        Assert.Equal(0, await portal.InDatabaseAsync(db => db.JobRuns.CountAsync(r => r.RowId == 4718)));
    }

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    private static JobRun Ended(int row, DateTime at) =>
        new()
        {
            Kind = "import",
            RowId = row,
            Name = "Import: people",
            Instance = "somewhere",
            StartedAt = at,
            SeenAt = at,
            EndedAt = at,
            Result = JobResult.Finished,
        };

    private List<(string Job, int Id)> Waiting(string queue) =>
        [.. storage.GetMonitoringApi().EnqueuedJobs(queue, 0, 1000).Where(j => j.Value.InEnqueuedState)
            .Select(j => (j.Key, (int)j.Value.Job.Args[2]))];

    private List<Hangfire.Storage.Monitoring.ScheduledJobDto> Scheduled(int campaign) =>
        [.. JobCalendar.Entries(storage.GetMonitoringApi(), SendingJobs.Launch).Select(e => e.Value)
            .Where(e => (int)e.Job.Args[2] == campaign)];

    private Task<int> ChangeAsync(int campaign, Action<Campaign> change) => portal.InDatabaseAsync(async db =>
    {
        change(await db.Campaigns.SingleAsync(c => c.Id == campaign));
        return await db.SaveChangesAsync();
    });

    private Task<int> SilentAsync(JobRun run) => portal.InDatabaseAsync(db =>
        db.JobRuns.Where(r => r.Id == run.Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.SeenAt, r => run.SeenAt.AddMinutes(-2))));
}
