using System.Net;
using EmailContactPortal.Audience.DemoCrm;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.CrmConnections;

public sealed class TrialTests : IAsyncLifetime
{
    private readonly PortalFactory portal = new();

    public Task InitializeAsync() => portal.With("Outgoing:AllowPrivateNetworks", "true").InitializeAsync();

    public Task DisposeAsync() => ((IAsyncLifetime)portal).DisposeAsync();

    [Fact]
    public async Task Trying_out_shows_what_would_be_read_and_stores_nothing()
    {
        await portal.Services.GetRequiredService<DemoCrmSeeder>().SeedAsync(default);
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);

        using var tried = await admin.PostFormAsync(
            "/settings/crm-connections/new/try", new() { ["Form.Name"] = "Only trying", ["Form.Kind"] = "demo" },
            "/settings/crm-connections/new?kind=demo");
        var page = await tried.DocumentAsync();

        Assert.Contains("Everything was answered", page.Words(), StringComparison.Ordinal);
        Assert.Contains("The first 20 were read.", page.Words(), StringComparison.Ordinal);
        Assert.Equal(20, page.QuerySelectorAll("[aria-labelledby=members] tbody tr").Length);
        Assert.False(await portal.InDatabaseAsync(db => db.CrmConnections.AnyAsync(c => c.Name == "Only trying")));
    }

    [Fact]
    public async Task A_described_api_is_shown_call_by_call_with_what_is_wrong_named_by_its_place()
    {
        await using var api = await TinyApi.StartAsync();
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        var form = new Dictionary<string, string>
        {
            ["Form.Name"] = "Described",
            ["Form.Kind"] = "rest",
            ["Form.Url"] = api.Url,
            ["Form.Secret"] = "tiny-secret",
            ["Form.Settings[description]"] = """
                {
                  "auth": { "type": "header", "header": "X-Key" },
                  "campaigns": { "path": "/campaigns", "id": "/id", "name": "/name" },
                  "fields": { "fixed": { "city": "City" } },
                  "members": { "path": "/campaigns/{campaignId}/people", "id": "/id", "email": "/mail", "firstName": "/given" }
                }
                """,
        };

        using var tried = await admin.PostFormAsync("/settings/crm-connections/new/try", form, "/settings/crm-connections/new?kind=rest");
        var page = await tried.DocumentAsync();
        Assert.Contains("members.firstName is always empty", page.Words(), StringComparison.Ordinal);
        Assert.Contains("anna@example.test", page.Words(), StringComparison.Ordinal);
        Assert.Contains($"GET {api.Url}/campaigns/7/people", page.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("tiny-secret", page.DocumentElement.OuterHtml, StringComparison.Ordinal);

        using var slip = await admin.PostFormAsync(
            "/settings/crm-connections/new",
            new(form)
            {
                ["Form.Settings[description]"] = form["Form.Settings[description]"].Replace(
                    "\"path\": \"/campaigns\"", "\"path\": \"campaigns\"", StringComparison.Ordinal),
            });
        Assert.Contains(
            "campaigns.path is “campaigns”; it begins with a slash",
            (await slip.DocumentAsync()).QuerySelector("#Form_Options_description-wrong")!.TextContent, StringComparison.Ordinal);
        using var broken = await admin.PostFormAsync(
            "/settings/crm-connections/new", new(form) { ["Form.Settings[description]"] = "{\n  \"auth\": {},\n  oops\n}" });
        Assert.Contains(
            "not good JSON at line 3", (await broken.DocumentAsync()).QuerySelector("#Form_Options_description-wrong")!.TextContent,
            StringComparison.Ordinal);

        using var made = await admin.PostFormAsync("/settings/crm-connections/new", form);
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        Assert.Contains("1 active", (await admin.PageAsync(made.Headers.Location!.ToString())).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_example_fills_the_form_and_a_marketer_may_not_try_anything()
    {
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        foreach (var start in (string[])["hubspot", "salesforce", "espocrm"])
        {
            var page = await admin.PageAsync($"/settings/crm-connections/new?kind=rest&start={start}");
            Assert.Contains("\"campaigns\": {", page.QuerySelector("#Form_Options_description")!.TextContent, StringComparison.Ordinal);
        }

        using var marketer = await portal.SignInAsync();
        using var refused = await marketer.PostFormAsync(
            "/settings/crm-connections/new/try", new() { ["Form.Kind"] = "demo" }, "/account/profile");
        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
    }
}
