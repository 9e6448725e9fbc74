using System.Globalization;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Campaigns;

public sealed class ForecastTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private readonly CampaignWorld world = new(portal);

    [Fact]
    public async Task Forecast_waits_for_the_slowest_recipient_domain_and_names_it()
    {
        await portal.InDatabaseAsync(async db =>
        {
            db.MailServers.Add(new MailServer { Name = "Fast", Host = "127.0.0.1", Port = 1, MaxPerSecond = 100, DeliversItself = true });
            db.DomainLimits.Add(new DomainLimit { Name = "Post boxes", Domains = "slow.example postbox.example", MaxPerMinute = 1 });
            return await db.SaveChangesAsync();
        });
        var id = await world.DraftAsync(await world.GroupAsync(90, unsubscribed: 30), await world.EmailAsync());
        using var marketer = await portal.SignInAsync();
        var forecast = await marketer.GetStringAsync(string.Create(CultureInfo.InvariantCulture, $"/campaigns/{id}/review/forecast"));
        Assert.Contains("60 people at Post boxes", forecast, StringComparison.Ordinal);
        Assert.DoesNotContain("mail servers", forecast, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_warns_stands_before_what_passed()
    {
        await world.MailServerAsync();
        var id = await world.DraftAsync(
            await world.GroupAsync(3),
            await world.EmailAsync(
                html: """<p>Hello</p><img src="https://meadow.example/a.png"><a href="{{unsubscribe_url}}">Unsubscribe</a>"""));
        using var marketer = await portal.SignInAsync();
        var rows = (await marketer.PageAsync(string.Create(
            CultureInfo.InvariantCulture, $"/campaigns/{id}/review"))).QuerySelectorAll("[aria-label='Pre-flight'] li")
                .Select(l => l.TextContent.Trim()).ToList();
        Assert.True(rows.Count > 1, string.Join('|', rows));
        Assert.StartsWith("Passed: Nothing has to be fixed", rows[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(25, 1, false)]
    [InlineData(26, 2, false)]
    [InlineData(10_000, 400, false)]
    [InlineData(1_000_000, 400, true)]
    [InlineData(long.MaxValue, 400, true)]
    public void Pages_reach_so_far_and_say_when_there_is_more(long total, int pages, bool isCut)
    {
        var place = new PagePlace(1, ListRequest.PageSize, total);
        Assert.Equal((pages, isCut), (place.Count, place.IsCut));
    }

    [Fact]
    public async Task A_page_far_behind_the_end_is_the_last_one()
    {
        var group = await world.GroupAsync(30);
        using var marketer = await portal.SignInAsync();
        var page = await marketer.PageAsync(string.Create(CultureInfo.InvariantCulture, $"/target-groups/{group}?page={int.MaxValue}"));
        Assert.Equal(5, page.QuerySelectorAll("[aria-label='Members'] tbody tr").Length);
        Assert.Equal(
            TargetGroupStatus.Ready,
            await portal.InDatabaseAsync(db => db.TargetGroups.Where(g => g.Id == group).Select(g => g.Status).SingleAsync()));
    }
}
