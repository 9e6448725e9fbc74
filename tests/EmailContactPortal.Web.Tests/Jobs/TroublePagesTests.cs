using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Jobs;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Web.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Jobs;

/// <summary>What goes wrong in the background stands where people look.</summary>
public sealed class TroublePagesTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Fact]
    public async Task Pausing_all_jobs_shows_on_the_page_and_on_home_although_nothing_is_due()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        using var pause = await admin.PostFormAsync("/settings/jobs/pause", [], tokenFrom: "/settings/jobs");
        var jobs = await admin.PageAsync("/settings/jobs");
        Assert.NotNull(jobs.QuerySelector("form[action='/settings/jobs/resume']"));
        Assert.Contains("All jobs are paused", jobs.Words(), StringComparison.Ordinal);
        using var marketer = await portal.SignInAsync();
        Assert.Contains("All jobs are paused by " + PortalFactory.AdminEmail, await AttentionAsync(marketer), StringComparison.Ordinal);
        using var resume = await admin.PostFormAsync("/settings/jobs/resume", [], tokenFrom: "/settings/jobs");
        Assert.DoesNotContain("All jobs are paused", (await admin.PageAsync("/")).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_warns_of_a_mail_server_that_failed_its_check_and_of_a_crm_that_refuses()
    {
        await portal.InDatabaseAsync(async db =>
        {
            db.MailServers.Add(new MailServer
            {
                Name = "Dead relay",
                Host = "127.0.0.1",
                Port = 1,
                CheckedAt = PortalFactory.Start.UtcDateTime,
                Check = """[{"Mark":2,"Title":"Connected","Note":"Nobody listens on port 1."}]""",
            });
            db.CrmConnections.Add(new CrmConnection
            {
                Name = "Company CRM",
                Kind = CrmConnection.DemoKind,
                WriteBackProblem = "It refused the access key.",
            });
            return await db.SaveChangesAsync();
        });
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var words = await AttentionAsync(admin);
        Assert.Contains("Mail server Dead relay failed its last check", words, StringComparison.Ordinal);
        Assert.Contains("Nobody listens on port 1.", words, StringComparison.Ordinal);
        Assert.Contains("Company CRM takes nothing", words, StringComparison.Ordinal);
        Assert.Contains("It refused the access key.", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_whose_target_group_is_empty_is_not_called_ready()
    {
        var world = new CampaignWorld(portal);
        var me = await portal.InDatabaseAsync(db => db.Users.Where(u => u.Email == PortalFactory.MarketerEmail).Select(u => u.Id)
            .SingleAsync());
        await world.DraftAsync(await world.GroupAsync(0), await world.EmailAsync(), c => (c.OwnerId, c.Name) = (me, "Nobody's draft"));
        using var marketer = await portal.SignInAsync();
        var row = (await marketer.PageAsync("/")).QuerySelectorAll("[aria-label='My drafts'] *").First(e => e.TextContent.Contains(
            "Nobody's draft", StringComparison.Ordinal));
        Assert.Contains(
            "People in its target group", (await marketer.PageAsync("/")).QuerySelector("[aria-label='My drafts']")!.TextContent,
            StringComparison.Ordinal);
        Assert.NotNull(row);
    }

    [Fact]
    public async Task Loop_that_fails_is_in_readiness_without_its_reason_and_on_the_jobs_page_with_it()
    {
        var loops = portal.Services.GetRequiredService<Loops>();
        loops.Failed("Herding cats", new InvalidOperationException("They will not be herded."));
        try
        {
            using var visitor = portal.Visitor();
            var ready = await visitor.GetStringAsync("/health/ready");
            Assert.StartsWith("Degraded", ready, StringComparison.Ordinal);
            Assert.Contains("Herding cats: has failed since", ready, StringComparison.Ordinal);
            Assert.DoesNotContain("They will not be herded", ready, StringComparison.Ordinal);
            using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
            Assert.Contains("They will not be herded.", (await admin.PageAsync("/settings/jobs")).Words(), StringComparison.Ordinal);
        }
        finally
        {
            loops.Ended("Herding cats");
        }
    }

    [Fact]
    public async Task What_was_set_aside_has_a_page_where_it_is_read_and_forgotten()
    {
        await portal.InDatabaseAsync(async db =>
        {
            db.DeadLetters.Add(new DeadLetter
            {
                Kind = DeadLetterKind.Outcome,
                At = PortalFactory.Start.UtcDateTime,
                Content = """{"Reply":"250 <b>ok</b>"}""",
                Reason = "not this one",
            });
            return await db.SaveChangesAsync();
        });
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        Assert.Contains(
            "1 thing could not be written and was set aside", (await admin.PageAsync("/settings/jobs")).Words(), StringComparison.Ordinal);
        var page = await admin.PageAsync("/settings/jobs/set-aside");
        Assert.Contains("not this one", page.Words(), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("td b"));
        var id = await portal.InDatabaseAsync(db => db.DeadLetters.Select(l => l.Id).SingleAsync());
        using var forgotten = await admin.PostFormAsync(
            FormattableString.Invariant($"/settings/jobs/set-aside/{id}/delete"), [], tokenFrom: "/settings/jobs/set-aside");
        Assert.Contains("Nothing is set aside", (await admin.PageAsync("/settings/jobs/set-aside")).Words(), StringComparison.Ordinal);
    }

    private static async Task<string> AttentionAsync(HttpClient client) =>
        (await client.PageAsync("/")).QuerySelector("[aria-label='Needs attention']")!.TextContent;
}
