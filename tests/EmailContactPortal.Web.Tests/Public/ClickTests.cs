using System.Net;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Public;

public sealed class ClickTests : IAsyncLifetime
{
    private readonly PortalFactory portal = new();
    private SentCampaign sent = null!;

    public async Task InitializeAsync()
    {
        await portal.InitializeAsync();
        sent = await portal.InDatabaseAsync(db => SentCampaign.AddAsync(db));
    }

    public Task DisposeAsync() => ((IAsyncLifetime)portal).DisposeAsync();

    [Theory]
    [InlineData("https://www.säästö.example/k", "https://www.xn--sst-qlaa4i.example/k")]
    [InlineData("https://säästö.example/ä?ö=å#é", "https://xn--sst-qlaa4i.example/%C3%A4?%C3%B6=%C3%A5#%C3%A9")]
    [InlineData("https://meadow.example/{{firstname}}/ä", "https://meadow.example/First2/%C3%A4")]
    public async Task A_click_leads_on_in_ASCII(string stored, string expected)
    {
        using var answer = await ClickAsync(stored);
        Assert.Equal((HttpStatusCode.Found, expected), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        Assert.Equal(1, await portal.InDatabaseAsync(db => db.CampaignTotals.Select(t => t.Clicks).SingleAsync()));
    }

    [Theory]
    [InlineData("https://exa mple.example/")]
    [InlineData("https://{{nobody}}/")]
    [InlineData("{{#if firstname}}")]
    [InlineData("{{unsubscribe_url")]
    [InlineData("https://ä\u0000.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("ä")]
    [InlineData("")]
    public async Task An_odd_stored_link_is_a_page_in_words_and_counts_nothing(string stored)
    {
        using var answer = await ClickAsync(stored);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(0, await portal.InDatabaseAsync(db => db.CampaignTotals.Select(t => t.Clicks).SingleAsync()));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"city\":5}")]
    [InlineData("{")]
    public async Task An_odd_row_of_fields_does_not_cost_the_click(string fields)
    {
        await portal.InDatabaseAsync(db => db.Deliveries.ExecuteUpdateAsync(s => s.SetProperty(d => d.Fields, fields)));
        using var answer = await ClickAsync("https://meadow.example/?c={{city}}&n={{firstname}}");
        Assert.Equal(
            $"https://meadow.example/?c={(fields.Contains('5', StringComparison.Ordinal) ? "5" : "")}&n=First2",
            answer.Headers.Location!.OriginalString);
    }

    private async Task<HttpResponseMessage> ClickAsync(string stored)
    {
        await portal.InDatabaseAsync(db => db.CampaignLinks.Where(l => l.Id == sent.Links[0])
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.Url, stored)));
        using var visitor = portal.Visitor();
        return await visitor.GetAsync("/c/"
            + portal.Services.GetRequiredService<PublicToken>().Create(TokenScope.Click, sent.Deliveries[1], sent.Links[0]));
    }
}
