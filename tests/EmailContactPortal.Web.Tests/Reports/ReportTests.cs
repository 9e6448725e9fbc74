using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Reports;

public sealed class ReportTests : IAsyncLifetime
{
    private readonly PortalFactory portal = new();
    private SentCampaign sent = null!;
    private HttpClient marketer = null!;

    public async Task InitializeAsync()
    {
        await portal.InitializeAsync();
        sent = await portal.InDatabaseAsync(db => SentCampaign.AddAsync(db, people: 30, fromCrm: true));
        marketer = await portal.SignInAsync();
        var tokens = portal.Services.GetRequiredService<PublicToken>();
        using var visitor = portal.Visitor();
        foreach (var delivery in sent.Deliveries.Take(6)) await visitor.GetAsync("/o/" + tokens.Create(TokenScope.Open, delivery));
        await visitor.GetAsync("/c/" + tokens.Create(TokenScope.Click, sent.Deliveries[1], sent.Links[0]));
    }

    public Task DisposeAsync()
    {
        marketer.Dispose();
        return ((IAsyncLifetime)portal).DisposeAsync();
    }

    [Fact]
    public async Task The_report_shows_people_and_every_number_leads_to_them()
    {
        var page = await marketer.PageAsync($"/reports/campaigns/{sent.CampaignId}");
        var totals = page.QuerySelector("section[aria-label=Totals]")!;
        Assert.Equal(["30", "6", "1", "0"], totals.QuerySelectorAll("dd a").Select(a => a.TextContent));
        foreach (var link in page.QuerySelectorAll("main .ecp-stats a, main .ecp-facts a, main .ecp-table a.ecp-name")
            .Select(a => a.GetAttribute("href")!).Distinct()) await marketer.PageAsync(link);
        Assert.Equal(
            6, page.QuerySelectorAll("#over-time-table tbody tr td:nth-child(2)")
                .Sum(td => int.Parse(td.TextContent, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("", 30)]
    [InlineData("?did=opened", 6)]
    [InlineData("?did=not-opened", 24)]
    [InlineData("?did=clicked", 1)]
    [InlineData("?status=Sent&did=opened", 6)]
    [InlineData("?status=Bounced", 0)]
    [InlineData("?q=person12%40", 1)]
    [InlineData("?q=Last7", 1)]
    [InlineData("?q=nobody", 0)]
    [InlineData("?sort=opened&desc=true", 30)]
    public async Task Recipients_are_found_by_what_they_did(string query, int people)
    {
        var page = await marketer.PageAsync($"/reports/campaigns/{sent.CampaignId}/recipients{query}");
        Assert.Equal(Math.Min(people, 25), page.QuerySelectorAll("tbody tr").Length);
        if (people > 0)
            Assert.Contains(
                $"{people} {(people == 1 ? "person" : "people")}", page.QuerySelector(".ecp-pager")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_people_behind_a_link_are_listed()
    {
        var page = await marketer.PageAsync($"/reports/campaigns/{sent.CampaignId}/recipients?link={sent.Links[0]}");
        Assert.Contains("person2@example.com", page.Words(), StringComparison.Ordinal);
        Assert.Equal(1, page.QuerySelectorAll("tbody tr").Length);
    }

    [Fact]
    public async Task A_person_is_told_in_order_and_found_by_address()
    {
        var byDelivery = await marketer.PageAsync($"/reports/people/{sent.Deliveries[1]}");
        var byAddress = await marketer.PageAsync("/reports/people?email=PERSON2%40example.com");
        foreach (var page in new[] { byDelivery, byAddress })
        {
            Assert.Equal("First2 Last2", page.QuerySelector("h1")!.TextContent);
            var words = page.Words();
            Assert.Contains("Sent Autumn sale", words, StringComparison.Ordinal);
            Assert.Contains("Clicked “See the offers”", words, StringComparison.Ordinal);
            Assert.Contains("Upper Mallow", words, StringComparison.Ordinal);
        }

        Assert.Contains(
            "Nothing is known of", (await marketer.PageAsync("/reports/people?email=stranger%40example.com")).Words(),
            StringComparison.Ordinal);
        var message = await marketer.GetStringAsync($"/reports/people/messages/{sent.Deliveries[1]}");
        Assert.Contains("Hello First2", message, StringComparison.Ordinal);
        Assert.DoesNotContain(
            portal.Services.GetRequiredService<PublicToken>().Create(TokenScope.Open, sent.Deliveries[1]), message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_reports_sorts_and_searches()
    {
        foreach (var sort in new[] { "name", "sent", "delivered", "opened", "clicked" })
        {
            foreach (var order in new[] { "", "&desc=true" })
                Assert.Equal(1, (await marketer.PageAsync($"/reports?sort={sort}{order}")).QuerySelectorAll("tbody tr").Length);
        }

        Assert.Contains("No campaign matches", (await marketer.PageAsync("/reports?q=winter")).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_export_has_everybody_who_matches_and_runs_no_formula()
    {
        await portal.InDatabaseAsync(db => db.Deliveries.Where(d => d.Id == sent.Deliveries[2])
            .ExecuteUpdateAsync(s => s.SetProperty(d => d.FirstName, "=1+1")));
        var lines = (await marketer.GetStringAsync($"/reports/campaigns/{sent.CampaignId}/export?did=opened")).Trim().Split('\n');
        Assert.Equal(7, lines.Length);
        Assert.DoesNotContain(",=1+1", lines[3], StringComparison.Ordinal);
        Assert.Equal(31, (await marketer.GetStringAsync($"/reports/campaigns/{sent.CampaignId}/export")).Trim().Split('\n').Length);
    }

    [Fact]
    public async Task Excluded_people_are_listed_with_the_rule()
    {
        await portal.InDatabaseAsync(db => db.Deliveries.Where(d => d.Id == sent.Deliveries[9]).ExecuteUpdateAsync(s => s
            .SetProperty(d => d.Status, DeliveryStatus.Excluded).SetProperty(d => d.Exclusion, ExclusionRule.Unsubscribed)
                .SetProperty(d => d.SentAt, (DateTime?)null)));
        await portal.InDatabaseAsync(db => db.CampaignTotals.ExecuteUpdateAsync(s => s.SetProperty(t => t.Excluded, 1)
            .SetProperty(t => t.Sent, 29)));
        var page = await marketer.PageAsync($"/reports/campaigns/{sent.CampaignId}/recipients?status=Excluded");
        Assert.Contains("Unsubscribed from the list type", page.Words(), StringComparison.Ordinal);
    }
}
