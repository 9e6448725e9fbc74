using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Web.Tests.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Home;

public sealed class HomeTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private readonly CampaignWorld world = new(portal);

    [Fact]
    public async Task Home_lists_my_drafts_with_what_they_still_need_and_nobody_elses()
    {
        var me = await UserAsync(PortalFactory.MarketerEmail);
        var mine = await world.DraftAsync(await world.GroupAsync(1), null, c => c.OwnerId = me);
        var theirs = await world.DraftAsync(null, null, c => c.OwnerId = me + 1000);
        using var marketer = await portal.SignInAsync();
        var drafts = (await marketer.PageAsync("/")).QuerySelector("[aria-label='My drafts']")!.TextContent;
        Assert.Contains((await world.FindAsync(mine)).Name, drafts, StringComparison.Ordinal);
        Assert.DoesNotContain((await world.FindAsync(theirs)).Name, drafts, StringComparison.Ordinal);
        Assert.Contains("Email", drafts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_shows_what_is_sending_and_streams_its_numbers()
    {
        var id = await world.LaunchedAsync(
            CampaignStatus.Sending, (DeliveryStatus.Sent, 0), (DeliveryStatus.Sent, 0), (DeliveryStatus.Uncertain, 0));
        using var marketer = await portal.SignInAsync();
        var page = await marketer.PageAsync("/");
        Assert.Equal("3", page.QuerySelector($"[data-campaign='{id}'] [data-value=handled]")!.TextContent);
        Assert.Contains("1 message of", page.QuerySelector("[aria-label='Needs attention']")!.TextContent, StringComparison.Ordinal);

        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var stream = await marketer.GetAsync("/home/events", HttpCompletionOption.ResponseHeadersRead, stop.Token);
        Assert.Equal("text/event-stream", stream.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(stop.Token));
        Assert.Equal("event: news", await reader.ReadLineAsync(stop.Token));
        Assert.Contains("\"handled\":3", await reader.ReadLineAsync(stop.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Campaign_page_streams_its_numbers_too()
    {
        var id = await world.LaunchedAsync(
            CampaignStatus.Paused, (DeliveryStatus.Sent, 0), (DeliveryStatus.Excluded, ExclusionRule.Unsubscribed));
        using var marketer = await portal.SignInAsync();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var stream = await marketer.GetAsync(
            FormattableString.Invariant($"/campaigns/{id}/events"), HttpCompletionOption.ResponseHeadersRead, stop.Token);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(stop.Token));
        await reader.ReadLineAsync(stop.Token);
        var news = await reader.ReadLineAsync(stop.Token);
        Assert.Contains("\"status\":\"Paused\"", news, StringComparison.Ordinal);
        Assert.Contains("\"total\":1", news, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_campaign_is_named_with_its_reason()
    {
        await world.DraftAsync(null, null, c => (c.Status, c.Problem) = (CampaignStatus.Failed, "The mail server refused the password."));
        using var marketer = await portal.SignInAsync();
        Assert.Contains(
            "The mail server refused the password.",
            (await marketer.PageAsync("/")).QuerySelector("[aria-label='Needs attention']")!.TextContent, StringComparison.Ordinal);
    }

    private Task<int> UserAsync(string email) =>
        portal.InDatabaseAsync(db => db.Users.Where(u => u.Email == email).Select(u => u.Id).SingleAsync());
}
