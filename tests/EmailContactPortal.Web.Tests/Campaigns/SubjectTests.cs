using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Testing;

namespace EmailContactPortal.Web.Tests.Campaigns;

/// <summary>People see the subject as a recipient reads it, never the template.</summary>
public sealed class SubjectTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Fact]
    public async Task The_reports_head_shows_the_subject_as_it_was_sent()
    {
        var sent = await portal.InDatabaseAsync(db => SentCampaign.AddAsync(db, name: CampaignWorld.Unique("Reported")));
        using var marketer = await portal.SignInAsync();
        var words = (await marketer.PageAsync($"/reports/campaigns/{sent.CampaignId}")).QuerySelector(".ecp-sub")!.TextContent;
        Assert.Contains("Last days, Åsa & Co", words, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_and_scheduled_page_show_the_subject_as_the_first_reader_gets_it()
    {
        var world = new CampaignWorld(portal);
        await world.MailServerAsync();
        var (group, email) = (await world.GroupAsync(2), await world.EmailAsync());
        var draft = await world.DraftAsync(group, email);
        var scheduled = await world.DraftAsync(
            group, email,
            c => (c.Status, c.IsScheduled, c.ScheduledAt) = (CampaignStatus.Scheduled, true,
                new DateTime(2099, 1, 1, 8, 0, 0, DateTimeKind.Utc)));
        await portal.InDatabaseAsync(async db =>
        {
            db.CampaignContents.Add(new CampaignContent
            {
                CampaignId = scheduled,
                Subject = "News for {{default firstname \"you\"}}",
                SenderName = "Meadow of {{firstname}}",
                SenderAddress = "news@meadow.example",
                Html = "<p>x</p>",
                Text = "",
            });
            return await db.SaveChangesAsync();
        });
        using var marketer = await portal.SignInAsync();

        var summary = (await marketer.PageAsync($"/campaigns/{draft}")).QuerySelector("[aria-label=Summary]")!.TextContent;
        var page = (await marketer.PageAsync($"/campaigns/{scheduled}")).Words();

        Assert.Contains("News for Oskar", summary, StringComparison.Ordinal);
        Assert.Contains("News for Oskar", page, StringComparison.Ordinal);
        Assert.Contains("Meadow of Oskar", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", summary + page, StringComparison.Ordinal);
    }
}
