using System.Net;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Public;

public sealed class PublicTests : IAsyncLifetime
{
    private readonly PortalFactory portal = new();
    private SentCampaign sent = null!;

    private PublicToken Tokens => portal.Services.GetRequiredService<PublicToken>();

    public async Task InitializeAsync()
    {
        await portal.InitializeAsync();
        sent = await portal.InDatabaseAsync(db => SentCampaign.AddAsync(db));
    }

    public Task DisposeAsync() => ((IAsyncLifetime)portal).DisposeAsync();

    [Fact]
    public async Task The_pixel_is_a_dot_that_is_recorded_and_not_stored_by_caches()
    {
        using var visitor = portal.Visitor();
        using var response = await visitor.GetAsync("/o/" + Tokens.Create(TokenScope.Open, sent.Deliveries[0]));
        var body = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(
            (HttpStatusCode.OK, 43, "image/gif"), (response.StatusCode, body.Length, response.Content.Headers.ContentType!.MediaType));
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Equal(1, await portal.InDatabaseAsync(db => db.CampaignTotals.Select(t => t.UniqueOpens).SingleAsync()));
    }

    [Fact]
    public async Task A_click_is_recorded_and_goes_to_the_stored_link()
    {
        using var visitor = portal.Visitor();
        using var plain = await visitor.GetAsync("/c/" + Tokens.Create(TokenScope.Click, sent.Deliveries[1], sent.Links[0]));
        using var personal = await visitor.GetAsync("/c/" + Tokens.Create(TokenScope.Click, sent.Deliveries[1], sent.Links[1]));
        Assert.Equal(
            (HttpStatusCode.Found, "https://meadow.example/autumn?utm_source=portal"),
            (plain.StatusCode, plain.Headers.Location!.OriginalString));
        Assert.Equal("https://meadow.example/shop?name=First2&city=Upper%20Mallow", personal.Headers.Location!.OriginalString);
        Assert.Equal(2, await portal.InDatabaseAsync(db => db.CampaignTotals.Select(t => t.Clicks).SingleAsync()));
    }

    [Fact]
    public async Task HEAD_records_nothing()
    {
        using var visitor = portal.Visitor();
        foreach (var path in new[] { "/o/"
            + Tokens.Create(TokenScope.Open, sent.Deliveries[0]),
            "/c/" + Tokens.Create(TokenScope.Click, sent.Deliveries[0], sent.Links[0]),
            "/u/" + Tokens.Create(TokenScope.Subscription, sent.Deliveries[0]) })
        {
            using var response = await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
            Assert.True((int)response.StatusCode < 400, path);
        }

        Assert.Equal(0, await portal.InDatabaseAsync(db => db.TrackingEvents.CountAsync()));
    }

    [Theory]
    [InlineData("/o/")]
    [InlineData("/c/")]
    [InlineData("/u/")]
    [InlineData("/v/")]
    public async Task A_token_that_is_not_ours_helps_and_records_nothing(string address)
    {
        using var visitor = portal.Visitor();
        var other = Tokens.Create(TokenScope.Open, sent.Deliveries[0]);
        var changed = other[..^1] + (other[^1] == 'A' ? 'B' : 'A');
        foreach (var token in new[]
        {
            changed,
            "short",
            Tokens.Create(address == "/o/" ? TokenScope.Click : TokenScope.Open, sent.Deliveries[0]),
        })
        {
            using var response = await visitor.GetAsync(address + token);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            var isPicture = response.Content.Headers.ContentType!.MediaType == "image/gif";
            Assert.Equal(address == "/o/", isPicture);
            if (!isPicture)
                Assert.Contains(
                    "copy the whole address",
                    (await response.DocumentAsync()).Words().Replace(
                        "Open the link from the mail itself, or answer the mail", "copy the whole address", StringComparison.Ordinal),
                        StringComparison.Ordinal);
        }

        Assert.Equal(0, await portal.InDatabaseAsync(db => db.TrackingEvents.CountAsync()));
    }

    [Fact]
    public async Task Looking_at_the_subscription_page_changes_nothing()
    {
        using var visitor = portal.Visitor();
        var page = await visitor.PageAsync("/u/" + Tokens.Create(TokenScope.Subscription, sent.Deliveries[0]));
        Assert.Contains("person1@example.com", page.Words(), StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("input[name=__RequestVerificationToken]"));
        Assert.Equal(0, await portal.InDatabaseAsync(db => db.Unsubscribes.CountAsync()));
    }

    [Fact]
    public async Task The_button_unsubscribes_and_the_undo_comes_back()
    {
        using var visitor = portal.Visitor();
        var path = "/u/" + Tokens.Create(TokenScope.Subscription, sent.Deliveries[0]);
        using var left = await visitor.PostAsync(path, new FormUrlEncodedContent([new("action", "unsubscribe")]));
        Assert.Equal(path, left.Headers.Location!.OriginalString);
        Assert.Contains("You are unsubscribed", (await visitor.PageAsync(path)).Words(), StringComparison.Ordinal);
        Assert.Equal(ConsentSource.Page, await portal.InDatabaseAsync(db => db.Unsubscribes.Select(u => u.Source).SingleAsync()));

        using var back = await visitor.PostAsync(path, new FormUrlEncodedContent([new("action", "subscribe")]));
        Assert.Contains(
            "You are subscribed again", (await visitor.PageAsync(back.Headers.Location!.OriginalString)).Words(), StringComparison.Ordinal);
        Assert.Equal(0, await portal.InDatabaseAsync(db => db.Unsubscribes.CountAsync()));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("", "application/x-www-form-urlencoded")]
    [InlineData("{\"List-Unsubscribe\":\"One-Click\"}", "application/json")]
    [InlineData("List-Unsubscribe=One-Click", "text/plain")]
    [InlineData("List-Unsubscribe=No", "application/x-www-form-urlencoded")]
    [InlineData("action=delete", "application/x-www-form-urlencoded")]
    [InlineData("action=unsubscribe&action=subscribe", "application/x-www-form-urlencoded")]
    [InlineData("action=unsubscribe", "application/x-www-form-urlencoded; charset=utf-7")]
    [InlineData("action=unsubscribe", "application/x-www-form-urlencoded; charset=utf-16")]
    [InlineData("--x\r\nContent-Disp", "multipart/form-data; boundary=x")]
    [InlineData(
        "--x\r\nContent-Disposition: form-data; name=action\r\nContent-Type: text/plain; charset=utf-7\r\n\r\nunsubscribe\r\n--x--\r\n",
            "multipart/form-data; boundary=x")]
    [InlineData("action=unsubscribe", "multipart/form-data")]
    [InlineData("action=unsubscribe", "nonsense")]
    public async Task Nobody_is_unsubscribed_without_the_right_form(string body, string? contentType)
    {
        using var visitor = portal.Visitor();
        foreach (var address in (string[])["/u/" + Tokens.Create(TokenScope.Subscription, sent.Deliveries[0]), "/u/nonsense"])
        {
            using var content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body));
            if (contentType is not null) content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            using var response = await visitor.PostAsync(address, content);
            Assert.InRange((int)response.StatusCode, 400, 499);
        }

        Assert.Equal(0, await portal.InDatabaseAsync(db => db.Unsubscribes.CountAsync()));
    }

    [Fact]
    public async Task A_post_that_was_not_understood_shows_the_button_and_leaves_the_link_good()
    {
        using var visitor = portal.Visitor();
        var path = "/u/" + Tokens.Create(TokenScope.Subscription, sent.Deliveries[0]);
        using var response = await visitor.PostAsync(path, new StringContent("{}", null, "application/json"));
        Assert.NotNull((await response.DocumentAsync()).QuerySelector("button[value=unsubscribe]"));
    }

    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/account/sign-in/code")]
    [InlineData("/account/forgotten")]
    [InlineData("/account/reset")]
    public async Task No_public_form_is_an_error_of_the_server_whatever_is_posted(string path)
    {
        using var visitor = portal.Visitor();
        foreach (var (body, type) in new[]
        {
            ("", "application/x-www-form-urlencoded"),
            ("{}", "application/json"),
            ("a=b", "application/x-www-form-urlencoded; charset=utf-7"),
            ("--x", "multipart/form-data; boundary=x"),
            ("%zz=%", "application/x-www-form-urlencoded"),
        })
        {
            using var content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body));
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var response = await visitor.PostAsync(path, content);
            Assert.InRange((int)response.StatusCode, 400, 499);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_click_needs_no_cookie_and_follows_nothing(bool multipart)
    {
        using var visitor = portal.Visitor();
        HttpContent body = multipart
            ? new MultipartFormDataContent { { new StringContent("One-Click"), "List-Unsubscribe" } }
            : new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        using var response = await visitor.PostAsync("/u/" + Tokens.Create(TokenScope.Subscription, sent.Deliveries[2]), body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        var gone = await portal.InDatabaseAsync(db => db.Unsubscribes.AsNoTracking().SingleAsync());
        Assert.Equal(("person3@example.com", ConsentSource.OneClick), (gone.Email, gone.Source));
    }

    [Fact]
    public async Task The_online_view_is_the_message_of_that_person_and_runs_no_script()
    {
        using var visitor = portal.Visitor();
        using var response = await visitor.GetAsync("/v/" + Tokens.Create(TokenScope.View, sent.Deliveries[1]));
        var page = await response.DocumentAsync();
        Assert.Contains("Hello First2", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            "http://localhost/c/" + Tokens.Create(TokenScope.Click, sent.Deliveries[1], sent.Links[0]),
            page.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(TrackingKind.OnlineView, await portal.InDatabaseAsync(db => db.TrackingEvents.Select(e => e.Kind).SingleAsync()));
    }

    [Fact]
    public async Task The_page_of_a_list_shows_text_and_runs_nothing()
    {
        await portal.InDatabaseAsync(db => db.ListTypes.ExecuteUpdateAsync(s => s.SetProperty(
            l => l.PageHtml,
            """<p onclick="x()">Our <b>garden</b> letter</p><script>alert(1)</script><img src="javascript:x" alt="a"><a href="javascript:x">y</a>""")));
        using var visitor = portal.Visitor();
        var page = await visitor.PageAsync("/u/" + Tokens.Create(TokenScope.Subscription, sent.Deliveries[0]));
        var html = page.QuerySelector("main")!.InnerHtml;
        Assert.Contains("<p>Our <b>garden</b> letter</p>", html, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "script", html.Replace("subscri", "", StringComparison.OrdinalIgnoreCase), StringComparison.OrdinalIgnoreCase);
    }
}
