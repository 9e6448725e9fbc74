using System.Net;
using EmailContactPortal.Data.Accounts;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Features.Settings.Users;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Account;

public sealed class SessionTests : IAsyncLifetime
{
    private readonly PortalFactory portal = new();

    public Task InitializeAsync() => portal.InitializeAsync();

    public Task DisposeAsync() => ((IAsyncLifetime)portal).DisposeAsync();

    [Fact]
    public async Task A_copied_cookie_is_worth_nothing_after_signing_out()
    {
        using var marketer = await portal.SignInAsync();
        using var thief = Copy(await CookieAsync(marketer));
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("/campaigns")).StatusCode);
        using var signedOut = await marketer.PostFormAsync("/account/sign-out", [], tokenFrom: "/account/profile");
        Assert.Equal(HttpStatusCode.Redirect, (await thief.GetAsync("/campaigns")).StatusCode);
        Assert.Equal(0, await portal.InDatabaseAsync(db => db.Set<SignInSession>().CountAsync()));
    }

    [Fact]
    public async Task Signing_out_in_one_browser_leaves_the_other_signed_in()
    {
        using var one = await portal.SignInAsync();
        using var two = await portal.SignInAsync();
        using var signedOut = await one.PostFormAsync("/account/sign-out", [], tokenFrom: "/account/profile");
        Assert.Equal(HttpStatusCode.OK, (await two.GetAsync("/campaigns")).StatusCode);
    }

    [Fact]
    public async Task A_new_password_ends_every_other_session_at_once_and_keeps_this_one()
    {
        using var here = await portal.SignInAsync();
        using var there = await portal.SignInAsync();
        var form = new Dictionary<string, string>
        {
            ["Password.Current"] = PortalFactory.Password,
            ["Password.New"] = "another longer phrase 22",
            ["Password.Again"] = "another longer phrase 22",
        };
        using var changed = await here.PostFormAsync("/account/password", form, "/account/profile");
        Assert.Equal("/account/profile", changed.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/campaigns")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await there.GetAsync("/campaigns")).StatusCode);
    }

    [Theory]
    [InlineData("role")]
    [InlineData("deactivated")]
    [InlineData("deleted")]
    [InlineData("role taken from the table")]
    public async Task Who_loses_a_right_loses_the_open_session_at_once(string what)
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/settings/users")).StatusCode);
        var id = await portal.InDatabaseAsync(db => db.Users.Where(u => u.Email == PortalFactory.AdminEmail).Select(u => u.Id)
            .SingleAsync());
        var form = new UserForm
        {
            Id = id,
            Email = PortalFactory.AdminEmail,
            FullName = "Ada",
            Role = what == "role" ? Roles.Marketer : Roles.Admin,
            IsActive = what != "deactivated",
            TimeZone = "Europe/Helsinki",
        };
        if (what == "deleted") await portal.InDatabaseAsync(db => db.Users.Where(u => u.Id == id).ExecuteDeleteAsync());
        else if (what.StartsWith("role taken", StringComparison.Ordinal))
            await portal.InDatabaseAsync(db => db.UserRoles.Where(r => r.UserId == id).ExecuteDeleteAsync());
        else await portal.InScopeAsync<UserCommands, bool>(async c => (await c.SaveAsync(form, 1)).Succeeded);
        Assert.Equal(HttpStatusCode.Redirect, (await admin.GetAsync("/settings/users")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await admin.GetAsync("/campaigns")).StatusCode);
    }

    [Fact]
    public async Task Live_progress_ends_when_the_session_does()
    {
        using var marketer = await portal.SignInAsync();
        using var response = await marketer.GetAsync("/home/events", HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[4096];
        Assert.True(await stream.ReadAsync(buffer) > 0);
        await portal.InDatabaseAsync(db => db.Users.Where(u => u.Email == PortalFactory.MarketerEmail)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.IsActive, false)));
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var read = 1;
        while (read > 0) read = await stream.ReadAsync(buffer, timeout.Token);
        Assert.Equal(0, read);
    }

    [Fact]
    public async Task A_profile_changed_in_one_browser_shows_in_the_other()
    {
        using var one = await portal.SignInAsync();
        using var two = await portal.SignInAsync();
        using var saved = await one.PostFormAsync(
            "/account/profile", new() { ["Profile.FullName"] = "Tilda Renamed", ["Profile.TimeZone"] = "Europe/Helsinki" });
        Assert.Contains("Tilda Renamed", (await two.PageAsync("/")).QuerySelector("header")!.TextContent, StringComparison.Ordinal);
    }

    private HttpClient Copy(string cookie)
    {
        var client = portal.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        return client;
    }

    // The profile page renews nothing; the cookie is seen where it is sent.
    private static async Task<string> CookieAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/account/profile");
        return string.Join("; ", response.RequestMessage!.Headers.GetValues("Cookie"));
    }
}
