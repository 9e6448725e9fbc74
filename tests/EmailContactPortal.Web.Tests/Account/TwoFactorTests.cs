using System.Net;

namespace EmailContactPortal.Web.Tests.Account;

public sealed class TwoFactorTests : IAsyncLifetime
{
    private readonly PortalFactory portal = new();

    public Task InitializeAsync() => portal.InitializeAsync();

    public Task DisposeAsync() => ((IAsyncLifetime)portal).DisposeAsync();

    [Fact]
    public async Task The_key_is_shown_once_and_only_by_asking_for_it()
    {
        using var marketer = await portal.SignInAsync();
        Assert.Null((await marketer.PageAsync("/account/two-factor")).QuerySelector("main code"));
        using var shown = await marketer.PostFormAsync("/account/two-factor/key", [], "/account/two-factor");
        Assert.True(shown.Headers.CacheControl!.NoStore);
        var page = await shown.DocumentAsync();
        Assert.NotNull(page.QuerySelector("main code"));
        Assert.StartsWith("data:image/png;base64,", page.QuerySelector("main img")!.GetAttribute("src"), StringComparison.Ordinal);
        Assert.Null((await marketer.PageAsync("/account/two-factor")).QuerySelector("main code, main img"));
        using var wrong = await marketer.PostFormAsync("/account/two-factor", new() { ["Code"] = "000000" });
        Assert.Null((await wrong.DocumentAsync()).QuerySelector("main code, main img"));
    }

    [Fact]
    public async Task Switching_off_needs_the_password_and_a_code()
    {
        using var marketer = await portal.SignInAsync();
        var (_, recovery) = await SwitchOnAsync(marketer);
        foreach (var (password, code) in new[]
        {
            ("", ""),
            (PortalFactory.Password, ""),
            (PortalFactory.Password, "000000"),
            ("wrong", recovery[0]),
        })
        {
            using var refused = await marketer.PostFormAsync(
                "/account/two-factor/off", new() { ["Password"] = password, ["Code"] = code }, "/account/profile");
            Assert.True(await IsOnAsync(marketer));
        }

        using var off = await marketer.PostFormAsync(
            "/account/two-factor/off", new() { ["Password"] = PortalFactory.Password, ["Code"] = recovery[0] }, "/account/profile");
        Assert.False(await IsOnAsync(marketer));
    }

    [Fact]
    public async Task New_recovery_codes_need_the_password_and_the_key_of_a_second_step_that_is_on_stays_hidden()
    {
        using var marketer = await portal.SignInAsync();
        await SwitchOnAsync(marketer);
        using var refused = await marketer.PostFormAsync("/account/two-factor/codes", new() { ["Password"] = "wrong" }, "/account/profile");
        Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode);
        using var made = await marketer.PostFormAsync(
            "/account/two-factor/codes", new() { ["Password"] = PortalFactory.Password }, "/account/profile");
        Assert.Equal(10, (await made.DocumentAsync()).QuerySelectorAll("main li code").Length);
        using var key = await marketer.PostFormAsync("/account/two-factor/key", [], "/account/profile");
        Assert.Equal("/account/profile", key.Headers.Location?.ToString());
        Assert.True(await IsOnAsync(marketer));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_code_works_once_also_when_twenty_use_it_at_once(bool isRecovery)
    {
        var clock = TimeProvider.System;
        using var marketer = await portal.SignInAsync();
        var (key, recovery) = await SwitchOnAsync(marketer);
        // The code that switched it on is used; the next step's is not.
        var code = isRecovery ? recovery[0] : SignInTests.Totp(key, clock.GetUtcNow().AddSeconds(30));
        var browsers = new List<HttpClient>();
        for (var i = 0; i < 20; i++)
        {
            var visitor = portal.Visitor();
            using var first = await GuessingTests.TryAsync(
                visitor, await visitor.FormTokenAsync("/account/sign-in"), PortalFactory.MarketerEmail, PortalFactory.Password, null);
            browsers.Add(visitor);
        }

        var tokens = await Task.WhenAll(browsers.Select(b => b.FormTokenAsync("/account/sign-in/code")));
        var answers = await Task.WhenAll(browsers.Select((b, i) => PostAsync(b, tokens[i], code, i)));
        Assert.All(answers, a => Assert.True((int)a.StatusCode < 500));
        Assert.Single(answers, a => a.Headers.Location?.ToString() == "/");
        using var late = await PostAsync(browsers[0], tokens[0], code, 99);
        Assert.NotEqual("/", late.Headers.Location?.ToString());
        browsers.ForEach(b => b.Dispose());
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string token, string code, int caller)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            "/account/sign-in/code")
        { Content = new FormUrlEncodedContent([new("Code", code), new("__RequestVerificationToken", token)]) };
        request.Headers.Add("X-Forwarded-For", $"198.51.100.{caller}");
        return await client.SendAsync(request);
    }

    private static async Task<(string Key, List<string> Recovery)> SwitchOnAsync(HttpClient client)
    {
        using var shown = await client.PostFormAsync("/account/two-factor/key", [], "/account/two-factor");
        var key = (await shown.DocumentAsync()).QuerySelector("main code")!.TextContent.Replace(" ", "", StringComparison.Ordinal)
            .ToUpperInvariant();
        using var on = await client.PostFormAsync(
            "/account/two-factor", new() { ["Code"] = SignInTests.Totp(key, TimeProvider.System.GetUtcNow()) });
        var codes = (await on.DocumentAsync()).QuerySelectorAll("main li code").Select(c => c.TextContent).ToList();
        Assert.Equal(10, codes.Count);
        return (key, codes);
    }

    private static async Task<bool> IsOnAsync(HttpClient client) =>
        (await client.PageAsync("/account/profile")).QuerySelector("#off-password") is not null;
}
