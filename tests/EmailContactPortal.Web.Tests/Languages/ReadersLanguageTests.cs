using System.Net;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Languages;

/// <summary>What recipients read is in their language: of their own field, else of their browser.</summary>
public sealed class ReadersLanguageTests : IAsyncLifetime
{
    private readonly PortalFactory portal = new();
    private SentCampaign sent = null!;

    private string Subscription =>
        "/u/" + portal.Services.GetRequiredService<PublicToken>().Create(TokenScope.Subscription, sent.Deliveries[0]);

    public async Task InitializeAsync()
    {
        await portal.InitializeAsync();
        sent = await portal.InDatabaseAsync(db => SentCampaign.AddAsync(db));
    }

    public Task DisposeAsync() => ((IAsyncLifetime)portal).DisposeAsync();

    [Theory]
    [InlineData(null, "en", "Unsubscribe from Autumn sale list")]
    [InlineData("sv-SE,sv;q=0.9", "en", "Unsubscribe from Autumn sale list")]
    [InlineData("fi", "fi", "Peru tilaus: Autumn sale list")]
    [InlineData("en;q=0.5,fi-FI;q=0.8,fi;q=0", "fi", "Peru tilaus: Autumn sale list")]
    [InlineData("en,fi", "en", "Unsubscribe from Autumn sale list")]
    public async Task Page_speaks_the_browsers_language(string? asked, string language, string button)
    {
        using var answer = await GetAsync(Subscription, asked);
        var page = await answer.DocumentAsync();
        Assert.Equal((language, button), (page.DocumentElement.GetAttribute("lang"), page.QuerySelector("button")!.TextContent));
        Assert.Equal(["Accept-Language"], answer.Headers.Vary);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("Finnish", "en-GB", "fi")]
    [InlineData("en", "fi", "en")]
    [InlineData("../../x", "fi", "fi")]
    [InlineData("<script>", null, "en")]
    public async Task The_persons_own_field_goes_before_the_browser(string field, string? asked, string language)
    {
        await SpeaksAsync(field);
        using var answer = await GetAsync(Subscription, asked);
        Assert.Equal(language, (await answer.DocumentAsync()).DocumentElement.GetAttribute("lang"));
    }

    [Theory]
    [InlineData("../../x")]
    [InlineData("fi-\u0001")]
    [InlineData(";;;q=,,,*;q=9")]
    [InlineData("fi;q=nonsense")]
    public async Task No_value_of_a_browser_is_a_failure(string asked)
    {
        using var answer = await GetAsync(Subscription, asked);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var long_ = await GetAsync(Subscription, string.Join(',', Enumerable.Repeat(asked, 1000)));
        Assert.Equal(HttpStatusCode.OK, long_.StatusCode);
    }

    [Fact]
    public async Task A_value_of_ten_thousand_letters_is_no_language()
    {
        await SpeaksAsync(new string('f', 10_000));
        using var answer = await GetAsync(Subscription, null);
        Assert.Equal("en", (await answer.DocumentAsync()).DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task Leaving_and_coming_back_is_told_in_Finnish_with_the_date_as_Finns_write_it()
    {
        await SpeaksAsync("suomi");
        using var visitor = portal.Visitor();
        using var left = await visitor.PostAsync(Subscription, new FormUrlEncodedContent([new("action", "unsubscribe")]));
        var at = new DateTime(2026, 11, 28, 14, 5, 9, DateTimeKind.Utc);
        await portal.InDatabaseAsync(db => db.Unsubscribes.ExecuteUpdateAsync(s => s.SetProperty(u => u.At, at)));
        var page = await visitor.PageAsync(Subscription);
        Assert.Contains(
            "Tilaus on peruttu Osoitteeseen person1@example.com ei enää lähetetä postituslistan ”Autumn sale list” viestejä.",
            page.Words(), StringComparison.Ordinal);
        Assert.Contains("Peruutus tuli voimaan 28. marraskuuta 2026 klo 14.05 (UTC-aikaa).", page.Words(), StringComparison.Ordinal);
        Assert.Equal("2026-11-28T14:05:09Z", page.QuerySelector("time")!.GetAttribute("datetime"));

        using var back = await visitor.PostAsync(Subscription, new FormUrlEncodedContent([new("action", "subscribe")]));
        Assert.Contains(
            "Tilaus on jälleen voimassa", (await visitor.PageAsync(back.Headers.Location!.OriginalString)).Words(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/u/short", "Sivua ei löydy")]
    [InlineData("/v/short", "Viestiä ei enää ole")]
    [InlineData("/c/short", "Tämä linkki ei johda mihinkään")]
    [InlineData("/error/404", "Tästä osoitteesta ei löydy mitään")]
    [InlineData("/error/500", "Toiminto ei onnistunut")]
    public async Task Links_that_lead_nowhere_are_told_in_the_browsers_language(string path, string head)
    {
        using var answer = await GetAsync(path, "fi-FI,fi;q=0.9,en;q=0.8");
        var page = await answer.DocumentAsync();
        Assert.Equal(("fi", head), (page.DocumentElement.GetAttribute("lang"), page.QuerySelector("h1")!.TextContent));
        Assert.Equal(["Accept-Language"], answer.Headers.Vary);
    }

    [Fact]
    public async Task Somebody_signed_in_reads_errors_as_the_other_pages()
    {
        using var marketer = await portal.SignInAsync();
        marketer.DefaultRequestHeaders.Add("Accept-Language", "fi");
        using var answer = await marketer.GetAsync("/error/404");
        Assert.Equal("There is nothing at this address", (await answer.DocumentAsync()).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task Recipients_pages_say_nothing_that_is_in_no_file_of_words()
    {
        using var visitor = portal.Visitor();
        visitor.DefaultRequestHeaders.Add("Accept-Language", "qps-ploc");
        var plain = new List<string>();
        await LookAsync(Subscription);
        using var left = await visitor.PostAsync(Subscription, new FormUrlEncodedContent([new("action", "unsubscribe")]));
        await LookAsync(Subscription);
        using var back = await visitor.PostAsync(Subscription, new FormUrlEncodedContent([new("action", "subscribe")]));
        await LookAsync(Subscription + "?back=1");
        await portal.InDatabaseAsync(db => db.ListTypes.ExecuteUpdateAsync(s => s.SetProperty(l => l.PageHtml, "<p>1</p>")));
        await LookAsync(Subscription);
        foreach (var path in (string[])["/u/short", "/v/short", "/c/short"]) await LookAsync(path);
        foreach (var status in (int[])[400, 401, 403, 404, 413, 415, 429, 500, 503]) await LookAsync($"/error/{status}");
        Assert.Empty(plain);

        async Task LookAsync(string path)
        {
            using var answer = await visitor.GetAsync(path);
            var page = await answer.DocumentAsync();
            Assert.Contains('⟦', page.Body!.TextContent);
            plain.AddRange(PlainText.In(page, "Email Contact Portal", "Autumn sale list", "News once a month")
                .Select(text => $"{path}: {text}"));
        }
    }

    private Task<int> SpeaksAsync(string language) =>
        portal.InDatabaseAsync(db => db.Deliveries.ExecuteUpdateAsync(s => s.SetProperty(
            d => d.Fields, System.Text.Json.JsonSerializer.Serialize(new { language }, (System.Text.Json.JsonSerializerOptions?)null))));

    private async Task<HttpResponseMessage> GetAsync(string path, string? asked)
    {
        using var visitor = portal.Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (asked is not null) request.Headers.TryAddWithoutValidation("Accept-Language", asked);
        return await visitor.SendAsync(request);
    }
}
