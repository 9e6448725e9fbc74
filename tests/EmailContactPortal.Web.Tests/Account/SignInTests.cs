using System.Net;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Account;

public sealed class SignInTests : IAsyncLifetime
{
    private readonly PortalFactory portal = new();

    public Task InitializeAsync() => portal.InitializeAsync();

    public async Task DisposeAsync() => await ((IAsyncLifetime)portal).DisposeAsync();

    [Fact]
    public async Task Signing_in_goes_back_to_the_page_that_was_asked_for()
    {
        using var visitor = portal.Visitor();
        using var response = await visitor.PostFormAsync(
            "/account/sign-in", Form(PortalFactory.MarketerEmail, PortalFactory.Password, "/account/profile"));
        Assert.Equal("/account/profile", response.Headers.Location?.ToString());
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    public async Task Signing_in_never_leads_to_another_site(string returnUrl)
    {
        using var visitor = portal.Visitor();
        using var response = await visitor.PostFormAsync(
            "/account/sign-in", Form(PortalFactory.MarketerEmail, PortalFactory.Password, returnUrl));
        Assert.Equal("/", response.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Five_wrong_passwords_make_the_address_wait()
    {
        using var visitor = portal.Visitor();
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await visitor.PostFormAsync("/account/sign-in", Form(PortalFactory.MarketerEmail, "wrong", null));
            Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        }

        using var right = await visitor.PostFormAsync("/account/sign-in", Form(PortalFactory.MarketerEmail, PortalFactory.Password, null));
        Assert.Contains("waits 15 minutes", (await right.DocumentAsync()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deactivated_person_cannot_sign_in()
    {
        await portal.InDatabaseAsync(db => db.Users.Where(u => u.Email == PortalFactory.MarketerEmail)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.IsActive, false)));
        using var visitor = portal.Visitor();
        using var response = await visitor.PostFormAsync(
            "/account/sign-in", Form(PortalFactory.MarketerEmail, PortalFactory.Password, null));
        Assert.Contains("not active", (await response.DocumentAsync()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_shuts_the_pages()
    {
        using var marketer = await portal.SignInAsync();
        using var signedOut = await marketer.PostFormAsync("/account/sign-out", [], tokenFrom: "/account/profile");
        using var home = await marketer.GetAsync("/");
        Assert.Equal(HttpStatusCode.Redirect, home.StatusCode);
    }

    [Fact]
    public async Task Second_step_asks_for_a_code_and_takes_a_recovery_code_once()
    {
        using var marketer = await portal.SignInAsync();
        using var shown = await marketer.PostFormAsync("/account/two-factor/key", [], "/account/two-factor");
        var code = Totp(
            (await shown.DocumentAsync()).QuerySelector("main code")!.TextContent.Replace(" ", "", StringComparison.Ordinal)
                .ToUpperInvariant(), TimeProvider.System.GetUtcNow());
        using var on = await marketer.PostFormAsync("/account/two-factor", new() { ["Code"] = code });
        var recovery = (await on.DocumentAsync()).QuerySelector("main li code")!.TextContent;

        using var visitor = portal.Visitor();
        using var first = await visitor.PostFormAsync("/account/sign-in", Form(PortalFactory.MarketerEmail, PortalFactory.Password, null));
        Assert.StartsWith("/account/sign-in/code", first.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var second = await visitor.PostFormAsync("/account/sign-in/code", new() { ["Code"] = recovery });
        Assert.Equal("/", second.Headers.Location?.ToString());

        using var another = portal.Visitor();
        using var again = await another.PostFormAsync("/account/sign-in", Form(PortalFactory.MarketerEmail, PortalFactory.Password, null));
        using var used = await another.PostFormAsync("/account/sign-in/code", new() { ["Code"] = recovery });
        Assert.Contains("The code is not right", (await used.DocumentAsync()).Words(), StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Form(string email, string password, string? returnUrl) =>
        new() { ["Email"] = email, ["Password"] = password, ["ReturnUrl"] = returnUrl ?? "" };

    /// <summary>RFC 6238 with SHA-1, 30 seconds, six digits, as every authenticator app does it.</summary>
    internal static string Totp(string base32, DateTimeOffset at)
    {
        var bits = string.Concat(base32.TrimEnd('=')
            .Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var key = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var counter = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(counter, at.ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // the algorithm is the standard's
        var hash = System.Security.Cryptography.HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var offset = hash[^1] & 15;
        var number = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(offset)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("*/*", "", HttpStatusCode.Redirect)]
    [InlineData("text/html,application/xhtml+xml", "navigate", HttpStatusCode.Redirect)]
    [InlineData("*/*", "cors", HttpStatusCode.Unauthorized)]
    [InlineData("application/json", "", HttpStatusCode.Unauthorized)]
    public async Task Whoever_is_not_signed_in_is_shown_the_way_unless_a_script_asks(string accept, string mode, HttpStatusCode expected)
    {
        using var visitor = portal.Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (mode.Length > 0) request.Headers.TryAddWithoutValidation("Sec-Fetch-Mode", mode);
        using var answer = await visitor.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
    }
}
