using System.Net;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Web.Features.Settings.Users;
using EmailContactPortal.Web.Startup;
using EmailContactPortal.Web.Startup.Settings;
using EmailContactPortal.Web.Tests.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Access;

public sealed class OwnershipTests : IAsyncLifetime
{
    private const string Other = "bert@meadow.example";
    private readonly PortalFactory portal = new PortalFactory().With("Portal:Ownership", "Own");

    public async Task InitializeAsync()
    {
        await portal.InitializeAsync();
        await portal.InScopeAsync<UserCommands, bool>(async c => (await c.CreateAsync(new UserForm
        {
            Email = Other,
            FullName = "Bert",
            Role = "Marketer",
            Password = PortalFactory.Password,
            TimeZone = "Europe/Helsinki",
        })).Succeeded);
    }

    public Task DisposeAsync() => ((IAsyncLifetime)portal).DisposeAsync();

    [Fact]
    public async Task Page_shows_whose_it_is_and_every_change_with_who()
    {
        using var tilda = await portal.SignInAsync();
        var made = await tilda.PostFormAsync("/campaigns/new", new() { ["Name"] = "Spring" });
        var path = made.Headers.Location!.ToString();
        var token = await tilda.FormTokenAsync(path);
        await tilda.PostAsync(
            path + "/draft",
            new FormUrlEncodedContent([new("Name", "Spring fair"), new("Version", "2"), new("__RequestVerificationToken", token)]));
        using var admin = await portal.SignInAsync(PortalFactory.AdminEmail);
        await admin.PostAsync(
            path + "/draft",
            new FormUrlEncodedContent([new("Subject", "Come"), new("Version", "3"),
                new("__RequestVerificationToken", await admin.FormTokenAsync(path))]));

        var page = await tilda.PageAsync(path);
        Assert.Contains("Owner: Tilda Meadow", page.QuerySelector("[data-owner]")!.TextContent, StringComparison.Ordinal);
        var changes = page.QuerySelectorAll("[data-changes] li").Select(l => l.TextContent).ToList();
        Assert.Contains("Ada Admin: Changed subject", changes[0], StringComparison.Ordinal);
        Assert.Contains("Tilda Meadow: Changed name", changes[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_change_saved_again_and_again_is_told_once()
    {
        using var tilda = await portal.SignInAsync();
        var path = (await tilda.PostFormAsync("/campaigns/new", new() { ["Name"] = "Typed slowly" })).Headers.Location!.ToString();
        var token = await tilda.FormTokenAsync(path);
        for (var version = 1; version < 5; version++)
            await tilda.PostAsync(
                path + "/draft",
                new FormUrlEncodedContent([new("Subject", new string('x', version)), new("Version", $"{version}"),
                    new("__RequestVerificationToken", token)]));
        Assert.Single((await tilda.PageAsync(path)).QuerySelectorAll("[data-changes] li"));
    }

    [Fact]
    public async Task What_is_somebody_elses_is_refused_in_words_on_the_page_and_by_the_api()
    {
        var id = await new Things(portal, await IdAsync(PortalFactory.MarketerEmail)).MakeAsync("campaign", draft: false);
        using var bert = await portal.SignInAsync(Other);
        using var refused = await bert.PostFormAsync($"/campaigns/{id}/pause", [], "/account/profile");
        Assert.Contains("belongs to Tilda Meadow", (await refused.DocumentAsync()).Words(), StringComparison.Ordinal);
        using var key =
            portal.Api(await portal.InScopeAsync<Web.Features.Settings.ApiKeys.ApiKeyCommands, string>(async c => (await c.CreateAsync(
            new() { Name = "k", Scopes = ["read", "write", "send"] }, await IdAsync(Other), default)).Value));
        var problem = await key.PostAsync($"/api/v1/campaigns/{id}/pause", new { }, HttpStatusCode.Forbidden);
        Assert.Contains("belongs to Tilda Meadow", problem.Text("detail"), StringComparison.Ordinal);
        Assert.Contains(
            "only the owner and administrators", (await bert.PageAsync($"/campaigns/{id}")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_drafts_are_missing_alike_by_page_and_api_as_what_never_was()
    {
        var id = await new Things(portal, await IdAsync(PortalFactory.MarketerEmail)).MakeAsync("campaign", draft: true);
        using var bert = await portal.SignInAsync(Other);
        using var key =
            portal.Api(await portal.InScopeAsync<Web.Features.Settings.ApiKeys.ApiKeyCommands, string>(async c => (await c.CreateAsync(
            new() { Name = "k", Scopes = ["read"] }, await IdAsync(Other), default)).Value));
        foreach (var (hidden, never) in new[]
        {
            ($"/campaigns/{id}", "/campaigns/4711"),
            ($"/campaigns/{id}/events", "/campaigns/4711/events"),
        })
        {
            using var one = await bert.GetAsync(hidden);
            using var two = await bert.GetAsync(never);
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (one.StatusCode, two.StatusCode));
            Assert.Equal((await two.DocumentAsync()).Words(), (await one.DocumentAsync()).Words());
        }

        var gone = await (await key.GetAsync($"/api/v1/campaigns/{id}")).JsonAsync(HttpStatusCode.NotFound);
        Assert.Equal(
            (await (await key.GetAsync("/api/v1/campaigns/4711")).JsonAsync(HttpStatusCode.NotFound)).Text("detail"), gone.Text("detail"));
    }

    [Fact]
    public async Task A_file_cannot_be_imported_into_somebody_elses_group()
    {
        var things = new Things(portal, await IdAsync(PortalFactory.MarketerEmail));
        var group = await things.MakeAsync("group", draft: false);
        using var bert = await portal.SignInAsync(Other);
        using var file = new MultipartFormDataContent
        {
            { new ByteArrayContent("email\nann@example.com\n"u8.ToArray()), "File", "people.csv" },
            { new StringContent(await bert.FormTokenAsync("/target-groups/import-csv")), "__RequestVerificationToken" },
        };
        using var uploaded = await bert.PostAsync("/target-groups/import-csv", file);
        var path = uploaded.Headers.Location!.ToString();
        using var started = await bert.PostFormAsync(path, new() { ["GroupId"] = $"{group}" });
        Assert.Contains("belongs to Tilda Meadow", (await started.DocumentAsync()).Body!.TextContent, StringComparison.Ordinal);
        Assert.False(await portal.InDatabaseAsync(db => db.Imports.AnyAsync(i => i.TargetGroupId == group)));
    }

    [Fact]
    public async Task A_name_of_a_hidden_draft_is_told_as_taken_and_is_no_error()
    {
        await portal.InDatabaseAsync(async db =>
        {
            db.Campaigns.Add(new Campaign
            {
                Name = "Taken",
                OwnerId = db.Users.Where(u => u.Email == PortalFactory.MarketerEmail).Select(u => u.Id).First(),
            });
            return await db.SaveChangesAsync();
        });
        using var bert = await portal.SignInAsync(Other);
        using var refused = await bert.PostFormAsync("/campaigns/new", new() { ["Name"] = "Taken" });
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
    }

    [Fact]
    public void A_mode_that_there_is_not_is_named_at_start()
    {
        foreach (var mode in (string[])["Mine", "1", ""])
        {
            var builder = WebApplication.CreateBuilder(["--Portal:Ownership=" + mode, "--Portal:DataDirectory=" + portal.DataDirectory]);
            Assert.Contains(
                new PortalSettings(builder).Problems, p => p.StartsWith($"Portal:Ownership is '{mode}'", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_may_only_be_read_has_no_buttons_that_change_it()
    {
        var things = new Things(portal, await IdAsync(PortalFactory.MarketerEmail));
        using var bert = await portal.SignInAsync(Other);
        foreach (var path in (string[])[$"/target-groups/{await things.MakeAsync("group", false)}",
            $"/content/emails/{await things.MakeAsync("email", false)}", $"/campaigns/{await things.MakeAsync("campaign", false)}"])
        {
            var page = await bert.PageAsync(path);
            var actions = page.QuerySelectorAll("main form[method=post]:not([inert])").Select(f => f.GetAttribute("action")!)
                .Where(a => a.StartsWith(path, StringComparison.Ordinal)).ToList();
            Assert.All(actions, a => Assert.EndsWith("/duplicate", a, StringComparison.Ordinal));
        }
    }

    private Task<int> IdAsync(string email) =>
        portal.InDatabaseAsync(db => db.Users.Where(u => u.Email == email).Select(u => u.Id).SingleAsync());
}
