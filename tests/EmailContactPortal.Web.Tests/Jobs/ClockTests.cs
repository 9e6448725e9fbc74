using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Web.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace EmailContactPortal.Web.Tests.Jobs;

public sealed class ClockTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private readonly JobStarter starter = portal.Services.GetRequiredService<JobStarter>();

    [Fact]
    public async Task A_row_gets_one_job_however_often_it_is_seen()
    {
        await starter.EnsureAsync(AudienceJobs.Import, 4711, CancellationToken.None);
        await starter.EnsureAsync(AudienceJobs.Import, 4711, CancellationToken.None);

        var scheduler = await portal.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        Assert.True(await scheduler.Exists(new JobKey("4711", "import")));
    }

    [Theory]
    [InlineData("17", 17)]
    [InlineData("17.2", 17)]
    public void A_job_knows_its_row_by_its_name(string name, int id) => Assert.Equal(id, RowJob.IdOf(new JobKey(name, "send")));

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
}
