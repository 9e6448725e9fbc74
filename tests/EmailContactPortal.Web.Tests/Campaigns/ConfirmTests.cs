using System.Globalization;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Web.Features.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Campaigns;

public sealed class ConfirmTests(PortalFactory portal) : IClassFixture<PortalFactory>, IAsyncLifetime
{
    private readonly CampaignWorld world = new(portal);

    public Task InitializeAsync() => world.MailServerAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Review_counts_who_is_left_out_and_lists_them()
    {
        var id = await world.DraftAsync(await world.GroupAsync(5, unsubscribed: 2), await world.EmailAsync());
        using var marketer = await portal.SignInAsync();
        var review = await marketer.PageAsync(Path(id) + "/review");
        Assert.Contains("Confirm and send to 3 people", review.Words(), StringComparison.Ordinal);
        var load = review.QuerySelector("[data-load]")!.GetAttribute("data-load")!;
        Assert.Contains("First name is empty for 1 person", await marketer.GetStringAsync(load), StringComparison.Ordinal);
        var people = await marketer.PageAsync(Path(id) + "/people?rule=unsubscribed");
        Assert.Equal(
            ["reader0@postbox.example", "reader1@postbox.example"], people.QuerySelectorAll("tbody th").Select(t => t.TextContent));
    }

    [Fact]
    public async Task Confirming_freezes_the_content_and_schedules_for_now()
    {
        var email = await world.EmailAsync();
        var id = await world.DraftAsync(await world.GroupAsync(2), email, c => c.Subject = "The campaign's own");
        using var marketer = await portal.SignInAsync();
        using var confirmed = await marketer.PostFormAsync(
            Path(id) + "/confirm", new() { ["version"] = "1", ["emailVersion"] = "1" }, tokenFrom: Path(id) + "/review");
        Assert.Equal(Path(id), confirmed.Headers.Location?.ToString());
        await portal.InDatabaseAsync(db => db.Emails.Where(e => e.Id == email)
            .ExecuteUpdateAsync(s => s.SetProperty(e => e.Html, "changed later")));
        var content = await portal.InDatabaseAsync(db => db.CampaignContents.SingleAsync(c => c.CampaignId == id));
        Assert.Equal(("The campaign's own", "Meadow"), (content.Subject, content.SenderName));
        Assert.Contains("Hello", content.Html, StringComparison.Ordinal);
        var campaign = await world.FindAsync(id);
        Assert.Equal(CampaignStatus.Scheduled, campaign.Status);
        Assert.NotNull(campaign.ScheduledAt);
    }

    [Fact]
    public async Task Review_of_an_email_that_changed_since_is_void()
    {
        var email = await world.EmailAsync();
        var id = await world.DraftAsync(await world.GroupAsync(2), email);
        await portal.InDatabaseAsync(db => db.Emails.Where(e => e.Id == email).ExecuteUpdateAsync(s => s.SetProperty(e => e.Version, 2)));
        var refused = await CommandAsync(c => c.ConfirmAsync(id, 1, (1, 1), default));
        Assert.Equal("campaign.changed", refused.Problems[0].Code);
        Assert.Equal(CampaignStatus.Draft, (await world.FindAsync(id)).Status);
    }

    [Fact]
    public async Task Nothing_is_confirmed_that_cannot_be_sent()
    {
        var noGroup = await world.DraftAsync(null, await world.EmailAsync());
        var inactive = await world.DraftAsync(await world.GroupAsync(2), await world.EmailAsync(active: false));
        var nobody = await world.DraftAsync(await world.GroupAsync(2, unsubscribed: 2), await world.EmailAsync());
        var broken = await world.DraftAsync(await world.GroupAsync(2), await world.EmailAsync(html: "<p>{{nofield}}</p>"));
        var past = await world.DraftAsync(
            await world.GroupAsync(2), await world.EmailAsync(), c => (c.IsScheduled, c.ScheduledLocal) = (true, "2020-01-01T08:00"));
        foreach (var (id, code) in new[]
        {
            (noGroup, "campaign.no-group"),
            (inactive, "campaign.email-inactive"),
            (nobody, "campaign.empty"),
            (broken, "template.unknown-field"),
            (past, "schedule.past"),
        })
        {
            var refused = await CommandAsync(c => c.ConfirmAsync(id, 1, null, default));
            Assert.Contains(code, refused.Problems.Select(p => p.Code));
            Assert.Equal(CampaignStatus.Draft, (await world.FindAsync(id)).Status);
        }
    }

    [Fact]
    public async Task Scheduled_campaign_goes_back_to_its_author()
    {
        var id = await world.DraftAsync(
            await world.GroupAsync(2), await world.EmailAsync(), c => (c.IsScheduled, c.ScheduledLocal) = (true, "2040-01-01T08:00"));
        Assert.True((await CommandAsync(c => c.ConfirmAsync(id, 1, null, default))).Succeeded);
        Assert.Equal(new DateTime(2040, 1, 1, 8, 0, 0, DateTimeKind.Utc), (await world.FindAsync(id)).ScheduledAt);
        Assert.True((await CommandAsync(c => c.UnscheduleAsync(id, default))).Succeeded);
        Assert.Equal(CampaignStatus.Draft, (await world.FindAsync(id)).Status);
    }

    [Fact]
    public async Task Every_move_that_the_table_does_not_know_is_refused_with_a_reason()
    {
        foreach (var status in Enum.GetValues<CampaignStatus>())
        {
            var id = await world.DraftAsync(null, null, c => c.Status = status);
            await ExpectAsync(id, status, CampaignAction.Pause, c => c.PauseAsync(id, default));
            await ExpectAsync(id, status, CampaignAction.Resume, c => c.ResumeAsync(id, default));
            await ExpectAsync(id, status, CampaignAction.Cancel, c => c.CancelAsync(id, default));
            await ExpectAsync(id, status, CampaignAction.Unschedule, c => c.UnscheduleAsync(id, default));
        }
    }

    [Fact]
    public async Task Uncertain_message_that_is_sent_again_opens_its_batch_and_the_campaign()
    {
        var id = await world.LaunchedAsync(CampaignStatus.Sent, (DeliveryStatus.Sent, 0), (DeliveryStatus.Uncertain, 0));
        using var marketer = await portal.SignInAsync();
        Assert.Contains("1 message may or may not have arrived", (await marketer.PageAsync(Path(id))).Words(), StringComparison.Ordinal);
        using var again = await marketer.PostFormAsync(Path(id) + "/uncertain/send-again", [], tokenFrom: Path(id));
        var totals = await world.TotalsAsync(id);
        Assert.Equal((0, 1, 1), (totals.Uncertain, totals.Pending, totals.Sent));
        Assert.Equal(CampaignStatus.Sending, (await world.FindAsync(id)).Status);
        Assert.False(await portal.InDatabaseAsync(db => db.DeliveryBatches.Where(b => b.CampaignId == id).Select(b => b.IsDone)
            .SingleAsync()));
    }

    [Fact]
    public async Task Uncertain_message_can_be_counted_as_sent()
    {
        var id = await world.LaunchedAsync(CampaignStatus.Sent, (DeliveryStatus.Uncertain, 0), (DeliveryStatus.Uncertain, 0));
        var one = await portal.InDatabaseAsync(db => db.Deliveries.Where(d => d.CampaignId == id).Select(d => d.Id).FirstAsync());
        Assert.Equal(1, (await portal.InScopeAsync<RestCommands, Result<int>>(c => c.CountAsSentAsync(id, one, default))).Value);
        var totals = await world.TotalsAsync(id);
        Assert.Equal((1, 1), (totals.Uncertain, totals.Sent));
        Assert.Equal(CampaignStatus.Sent, (await world.FindAsync(id)).Status);
    }

    [Fact]
    public async Task Sending_to_the_rest_reaches_only_those_whose_turn_had_not_come()
    {
        var id = await world.LaunchedAsync(
            CampaignStatus.Cancelled,
            (DeliveryStatus.Sent, 0),
            (DeliveryStatus.Uncertain, 0),
            (DeliveryStatus.Excluded, ExclusionRule.Unsubscribed),
            (DeliveryStatus.Excluded, ExclusionRule.Cancelled));
        using var marketer = await portal.SignInAsync();
        using var rest = await marketer.PostFormAsync(Path(id) + "/send-rest", [], tokenFrom: Path(id));
        var totals = await world.TotalsAsync(id);
        Assert.Equal((1, 1, 1, 1), (totals.Pending, totals.Sent, totals.Uncertain, totals.Excluded));
        Assert.Equal(CampaignStatus.Sending, (await world.FindAsync(id)).Status);
    }

    private async Task ExpectAsync(int id, CampaignStatus from, CampaignAction action, Func<CampaignCommands, Task<Result>> act)
    {
        await portal.InDatabaseAsync(db => db.Campaigns.Where(c => c.Id == id).ExecuteUpdateAsync(s => s.SetProperty(c => c.Status, from)));
        var result = await CommandAsync(act);
        Assert.Equal(CampaignMoves.Next(from, action) is not null, result.Succeeded);
        Assert.Equal(CampaignMoves.Next(from, action) ?? from, (await world.FindAsync(id)).Status);
    }

    private Task<Result> CommandAsync(Func<CampaignCommands, Task<Result>> act) => portal.InScopeAsync<CampaignCommands, Result>(act);

    private static string Path(int id) => "/campaigns/" + id.ToString(CultureInfo.InvariantCulture);
}
