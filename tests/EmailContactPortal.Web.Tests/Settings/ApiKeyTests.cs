using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Features.Settings.ApiKeys;
using EmailContactPortal.Web.Tests.Api;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Settings;

public sealed class ApiKeyTests : IAsyncLifetime
{
    private readonly PortalFactory portal = new PortalFactory().With("Admin:ApiKey", "key-of-the-settings");

    public Task InitializeAsync() => portal.InitializeAsync();

    public Task DisposeAsync() => ((IAsyncLifetime)portal).DisposeAsync();

    [Fact]
    public async Task The_key_of_the_settings_may_do_everything_and_is_made_once()
    {
        using var client = portal.Api("key-of-the-settings");
        await client.JsonAsync("/api/v1/campaigns");
        await portal.InScopeAsync<ApiKeyCommands, bool>(async c =>
        {
            await c.EnsureAsync("another key", default);
            return true;
        });
        Assert.Equal(string.Join(' ', ApiScopes.All), await portal.InDatabaseAsync(db => db.ApiKeys.Select(k => k.Scopes).SingleAsync()));
    }

    [Fact]
    public async Task A_key_is_shown_once_and_can_be_revoked()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        using var response = await admin.PostFormAsync("/settings/api-keys", new() { ["Form.Name"] = "Shop", ["Form.Scopes"] = "read" });
        var page = await response.DocumentAsync();
        var key = page.QuerySelector("#made")!.GetAttribute("value")!;
        using var client = portal.Api(key);
        await client.JsonAsync("/api/v1/list-types");

        var list = await admin.PageAsync("/settings/api-keys");
        Assert.Null(list.QuerySelector("#made"));
        Assert.DoesNotContain(key, list.DocumentElement.OuterHtml, StringComparison.Ordinal);
        var id = await portal.InDatabaseAsync(db => db.ApiKeys.Where(k => k.Name == "Shop").Select(k => k.Id).SingleAsync());
        await admin.PostFormAsync($"/settings/api-keys/{id}/revoke", [], "/settings/api-keys");
        Assert.Contains("Revoked", (await admin.PageAsync("/settings/api-keys")).Words(), StringComparison.Ordinal);
        await (await client.GetAsync("/api/v1/list-types")).JsonAsync(System.Net.HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_key_without_name_or_scope_is_refused()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        using var response = await admin.PostFormAsync("/settings/api-keys", new() { ["Form.Name"] = " " });
        Assert.Contains("Choose what the key may do", (await response.DocumentAsync()).Words(), StringComparison.Ordinal);
    }
}
