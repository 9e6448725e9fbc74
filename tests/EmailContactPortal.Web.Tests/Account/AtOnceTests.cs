using System.Net;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Features.Settings.ApiKeys;
using EmailContactPortal.Web.Tests.Api;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Account;

/// <summary>Twenty requests in the same moment.</summary>
public sealed class AtOnceTests(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Fact]
    public async Task Twenty_administrators_make_the_same_person_once()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var token = await admin.FormTokenAsync("/settings/users/new");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(_ => admin.PostAsync("/settings/users/new", new FormUrlEncodedContent(
        [
            new("Email", "same@meadow.example"), new("FullName", "Same"), new("Role", "Marketer"), new("Password", PortalFactory.Password),
            new("TimeZone", "Europe/Helsinki"), new("IsActive", "true"),
            new("__RequestVerificationToken", token),
        ]))));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Redirect);
        Assert.All(answers, a => Assert.True((int)a.StatusCode < 500, $"{(int)a.StatusCode}"));
        Assert.Equal(1, await portal.InDatabaseAsync(db => db.Users.CountAsync(u => u.Email == "same@meadow.example")));
        Assert.Equal(
            1, await portal.InDatabaseAsync(db => db.UserRoles.CountAsync(r => db.Users.Any(u => u.Id == r.UserId
                && u.Email == "same@meadow.example"))));
    }

    [Fact]
    public async Task A_key_is_revoked_once_and_refuses_every_call_that_comes_after()
    {
        using var key = await portal.ApiAsync(ApiScopes.Read);
        var id = await portal.InDatabaseAsync(db => db.ApiKeys.MaxAsync(k => k.Id));
        var done = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(_ => portal.InScopeAsync<ApiKeyCommands, bool>(async c => (await c.RevokeAsync(id, default)).Succeeded)));
        Assert.Single(done, d => d);
        await (await key.GetAsync("/api/v1/campaigns")).JsonAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_new_key_has_nothing_ticked()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        Assert.Empty((await admin.PageAsync("/settings/api-keys")).QuerySelectorAll("input[name='Form.Scopes'][checked]"));
    }

    [Fact]
    public async Task Signing_in_twenty_times_at_once_works_and_one_sign_out_ends_one_session()
    {
        var browsers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => portal.SignInAsync()));
        using var signedOut = await browsers[0].PostFormAsync("/account/sign-out", [], "/account/profile");
        Assert.Equal(HttpStatusCode.Redirect, (await browsers[0].GetAsync("/campaigns")).StatusCode);
        foreach (var browser in browsers.Skip(1)) Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/campaigns")).StatusCode);
    }
}
