using System.Diagnostics;
using System.Net;
using EmailContactPortal.Testing;
using EmailContactPortal.Web.Features.Account;
using EmailContactPortal.Web.Features.Account.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Account;

/// <summary>Who guesses learns nothing and locks nobody out.</summary>
public sealed class GuessingTests : IAsyncLifetime
{
    private readonly PortalFactory portal = new();

    public Task InitializeAsync() => portal.InitializeAsync();

    public Task DisposeAsync() => ((IAsyncLifetime)portal).DisposeAsync();

    [Fact]
    public async Task Known_unknown_waiting_and_deactivated_addresses_are_answered_in_the_same_words()
    {
        await portal.InDatabaseAsync(db => db.Users.Where(u => u.Email == "first@portal.example")
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.IsActive, false)));
        using var visitor = portal.Visitor();
        var token = await visitor.FormTokenAsync("/account/sign-in");
        var answers = new HashSet<string>();
        foreach (var email in (string[])[PortalFactory.MarketerEmail, "nobody@meadow.example", "first@portal.example"])
        {
            for (var i = 0; i < 7; i++)
            {
                // The right password of who is deactivated says nothing either.
                using var response = await TryAsync(
                    visitor, token, email, email.StartsWith("first", StringComparison.Ordinal) ? PortalFactory.Password : "wrong", null);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                answers.Add((await response.DocumentAsync()).QuerySelector("[role=alert]")!.TextContent.Trim());
            }
        }

        Assert.Single(answers);
    }

    [Fact]
    public async Task Every_wrong_try_costs_the_same_work_whether_there_is_such_an_account()
    {
        using var visitor = portal.Visitor();
        var token = await visitor.FormTokenAsync("/account/sign-in");
        for (var i = 0; i < 3; i++) await TryAsync(visitor, token, "warm@meadow.example", "wrong", null);
        async Task<double> MedianAsync(string email, string caller)
        {
            var times = new List<double>();
            for (var i = 0; i < 5; i++)
            {
                var start = Stopwatch.GetTimestamp();
                using var response = await TryAsync(visitor, token, email, "wrong", caller);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            return times.Order().ElementAt(2);
        }

        var known = await MedianAsync(PortalFactory.MarketerEmail, "198.51.100.1");
        var unknown = await MedianAsync("nobody@meadow.example", "198.51.100.2");
        var waiting = await MedianAsync(PortalFactory.MarketerEmail, "198.51.100.1");
        // Without the hash it is a twentieth.
        Assert.InRange(unknown / known, 0.3, 3.3);
        Assert.InRange(waiting / known, 0.3, 3.3);
    }

    [Fact]
    public async Task Strangers_wrong_passwords_do_not_keep_the_owner_out()
    {
        using var stranger = portal.Visitor();
        var token = await stranger.FormTokenAsync("/account/sign-in");
        for (var i = 0; i < 10; i++) await TryAsync(stranger, token, PortalFactory.MarketerEmail, "wrong", "198.51.100.7");
        using var owner = portal.Visitor();
        using var response = await TryAsync(
            owner, await owner.FormTokenAsync("/account/sign-in"), PortalFactory.MarketerEmail, PortalFactory.Password, "203.0.113.9");
        Assert.Equal("/", response.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_browser_that_signed_in_before_gets_in_while_the_whole_world_guesses()
    {
        using var owner = await portal.SignInAsync();
        using var stranger = portal.Visitor();
        var token = await stranger.FormTokenAsync("/account/sign-in");
        for (var i = 0; i < SignInThrottle.PerAccount + 5; i++)
            await TryAsync(stranger, token, PortalFactory.MarketerEmail, "wrong", $"198.51.{i / 4}.7");
        using var another = portal.Visitor();
        using var refused = await TryAsync(
            another, await another.FormTokenAsync("/account/sign-in"), PortalFactory.MarketerEmail, PortalFactory.Password, "203.0.113.9");
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        using var left = await owner.PostFormAsync("/account/sign-out", [], "/account/profile");
        using var back = await TryAsync(
            owner, await owner.FormTokenAsync("/account/sign-in"), PortalFactory.MarketerEmail, PortalFactory.Password, "203.0.113.9");
        Assert.Equal("/", back.Headers.Location?.ToString());
    }

    [Fact]
    public void One_caller_cannot_try_many_accounts_and_the_memory_stays_bounded()
    {
        var clock = new TestClock(PortalFactory.Start);
        var throttle = new SignInThrottle(clock);
        var caller = IPAddress.Parse("198.51.100.1");
        for (var i = 0; i < SignInThrottle.PerCaller; i++)
            Assert.Equal(Throttled.No, throttle.Take(caller, $"person{i}@example.com", null));
        Assert.Equal(Throttled.Caller, throttle.Take(caller, "another@example.com", null));
        Assert.Equal(Throttled.No, throttle.Take(IPAddress.Parse("198.51.100.2"), "another@example.com", null));
        for (var i = 0; i < SignInThrottle.Most; i++)
            throttle.Take(new IPAddress([10, (byte)(i >> 16), (byte)(i >> 8), (byte)i]), $"a{i}@example.com", null);
        Assert.InRange(throttle.Kept, 1, SignInThrottle.Most + 3);
        clock.Advance(SignInThrottle.Wait);
        Assert.Equal(Throttled.No, throttle.Take(caller, "another@example.com", null));
    }

    [Fact]
    public void Addresses_of_one_household_are_one_caller()
    {
        var throttle = new SignInThrottle(new TestClock(PortalFactory.Start));
        for (var i = 0; i < SignInThrottle.PerPair; i++) throttle.Take(IPAddress.Parse($"2001:4860:1:2::{i + 1}"), "a@example.com", null);
        Assert.Equal(Throttled.Account, throttle.Take(IPAddress.Parse("2001:4860:1:2:ffff::1"), "A@EXAMPLE.com ", null));
        Assert.Equal(Throttled.No, throttle.Take(IPAddress.Parse("2001:4860:1:3::1"), "a@example.com", null));
    }

    [Fact]
    public async Task Twenty_tries_at_once_are_five_tries()
    {
        using var visitor = portal.Visitor();
        var token = await visitor.FormTokenAsync("/account/sign-in");
        await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(_ => TryAsync(visitor, token, PortalFactory.MarketerEmail, "wrong", "198.51.100.7")));
        using var late = await TryAsync(visitor, token, PortalFactory.MarketerEmail, PortalFactory.Password, "198.51.100.7");
        Assert.Contains("waits 15 minutes", (await late.DocumentAsync()).Words(), StringComparison.Ordinal);
    }

    internal static async Task<HttpResponseMessage> TryAsync(HttpClient client, string token, string email, string password, string? caller)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            "/account/sign-in")
        {
            Content = new FormUrlEncodedContent([new("Email", email), new("Password", password),
                    new("__RequestVerificationToken", token)]),
        };
        if (caller is not null) request.Headers.Add("X-Forwarded-For", caller);
        return await client.SendAsync(request);
    }
}
