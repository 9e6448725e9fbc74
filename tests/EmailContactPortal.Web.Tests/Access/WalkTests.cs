using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Features.Settings.Users;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Access;

/// <summary>
/// Walks every route of the running portal as everybody: a visitor, two marketers, an administrator and keys. Who may do what is stated in
/// <c>routes.txt</c>, one line for each route.
/// </summary>
public abstract class WalkTests(string ownership) : IAsyncLifetime
{
    private const string Other = "bert@meadow.example";
    private const int Nothing = 4711;
    private readonly PortalFactory portal = new PortalFactory().With("Portal:Ownership", ownership);
    private Things things = null!;
    private int owner;

    private protected PortalFactory Portal => portal;

    private protected bool Own => ownership == "Own";

    public async Task InitializeAsync()
    {
        await portal.InitializeAsync();
        await AddAsync(Other, Roles.Marketer);
        owner = await IdAsync(PortalFactory.MarketerEmail);
        things = new Things(portal, owner);
    }

    public Task DisposeAsync() => ((IAsyncLifetime)portal).DisposeAsync();

    [Fact]
    public async Task Owner_may_do_everything_with_what_is_theirs()
    {
        using var marketer = await Walker.PersonAsync(portal, PortalFactory.MarketerEmail);
        foreach (var route in Pages.Where(r => r.IsOwned)) await OwnerLikeAsync(marketer, route);
    }

    [Fact]
    public async Task Another_marketer_sees_and_changes_what_the_ownership_mode_allows()
    {
        using var other = await Walker.PersonAsync(portal, Other);
        foreach (var route in Pages.Where(r => r.IsOwned)) await OthersAsync(other, route);
    }

    [Fact]
    public async Task Others_drafts_are_in_no_list_count_search_picker_or_export()
    {
        foreach (var about in (string[])["campaign", "upload"]) await things.MakeAsync(about, draft: true);
        using var other = await Walker.PersonAsync(portal, Other);
        using var key = await Walker.KeyAsync(portal, await IdAsync(Other), [.. ApiScopes.All]);
        foreach (var route in Route.Stated.Where(r => r is { Method: "GET", Who: not "admin", About: "", IsStream: false }))
        {
            var (_, _, body) = await (route.IsApi ? key : other).AskAsync(route, Nothing);
            Assert.True(
                !Own || !body.Contains(Things.Secret, StringComparison.OrdinalIgnoreCase), $"{route.Name} tells of somebody else's draft");
        }

        using var browser = await portal.SignInAsync(Other);
        foreach (var search in (string[])["/campaigns?q=Unfinished", "/campaigns?status=Draft", "/"])
        {
            var page = await browser.PageAsync(search);
            Assert.Equal(!Own && search != "/", page.Words().Contains(Things.Secret, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task A_key_of_another_marketer_is_held_to_the_ownership_mode()
    {
        using var key = await Walker.KeyAsync(portal, await IdAsync(Other), [.. ApiScopes.All]);
        foreach (var route in Calls.Where(r => r.IsOwned)) await OthersAsync(key, route);
        using var mine = await Walker.KeyAsync(portal, owner, [.. ApiScopes.All]);
        foreach (var route in Calls.Where(r => r.IsOwned)) await OwnerLikeAsync(mine, route);
    }

    private protected static IEnumerable<Route> Pages => Route.Stated.Where(r => !r.IsApi && r.Pattern != "/account/sign-out");

    private protected static IEnumerable<Route> Calls => Route.Stated.Where(r => r.IsApi);

    /// <summary>Asks each route about nothing that exists; null lets any answer pass that is no refusal.</summary>
    private protected static async Task WalkAsync(Walker walker, IEnumerable<Route> routes, Func<Route, Outcome?> expected)
    {
        foreach (var route in routes)
        {
            var (outcome, status, body) = await walker.AskAsync(route, Nothing);
            var good = expected(route) is { } wanted ? outcome == wanted : outcome is Outcome.In or Outcome.NotThere;
            Assert.True(good, $"{route.Name} answered {status}\n{Domain.Text.Bound(body, 500)}");
        }
    }

    private protected async Task OwnerLikeAsync(Walker walker, Route route)
    {
        foreach (var draft in (bool[])[true, false])
        {
            var (outcome, status, body) = await walker.AskAsync(route, await things.MakeAsync(route.About, draft));
            Assert.True(
                outcome is Outcome.In or Outcome.NotThere,
                $"{route.Name} answered {status} to who may do it\n{Domain.Text.Bound(body, 500)}");
        }
    }

    private protected async Task OthersAsync(Walker walker, Route route)
    {
        foreach (var draft in (bool[])[true, false])
        {
            var id = await things.MakeAsync(route.About, draft);
            var before = await things.StateAsync(route.About, id);
            var (outcome, status, body) = await walker.AskAsync(route, id);
            // Drafts are campaigns that nobody confirmed and files that wait; emails and groups can be read.
            var hidden = route.About == "upload" || (draft && route.About == "campaign");
            Outcome? expected = !Own ? null : hidden ? Outcome.NotThere : route.Reads ? null : Outcome.Forbidden;
            Assert.True(
                expected is { } wanted ? outcome == wanted : outcome is Outcome.In or Outcome.NotThere,
                $"{route.Name} about somebody "
                    + $"else's {(draft ? "draft" : "finished thing")} answered {status}\n{Domain.Text.Bound(body, 500)}");
            if (expected is null) continue;
            if (hidden) Assert.DoesNotContain(Things.Secret, body, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(before, await things.StateAsync(route.About, id));
        }
    }

    private protected Task<int> IdAsync(string email) =>
        portal.InDatabaseAsync(db => db.Users.Where(u => u.Email == email).Select(u => u.Id).SingleAsync());

    private protected Task AddAsync(string email, string role) =>
        portal.InScopeAsync<UserCommands, bool>(async c => (await c.CreateAsync(Form(email, role, 0))).Succeeded);

    private protected static UserForm Form(string email, string role, int id) =>
        new()
        {
            Id = id,
            Email = email,
            FullName = email.Split('@')[0],
            Role = role,
            Password = id == 0 ? PortalFactory.Password : null,
            TimeZone = "Europe/Helsinki",
        };
}

/// <summary>Others' things are read-only, their drafts invisible.</summary>
public sealed class OwnWalkTests() : WalkTests("Own")
{
    [Fact]
    public async Task Administrator_may_do_everything_with_everybodys_things()
    {
        using var admin = await Walker.PersonAsync(Portal, PortalFactory.AdminEmail);
        foreach (var route in Pages.Where(r => r is { IsOwned: true, Reads: false })) await OwnerLikeAsync(admin, route);
    }

    [Fact]
    public async Task A_key_has_only_the_rights_that_its_owner_has_now()
    {
        const string Demoted = "dora@meadow.example";
        await AddAsync(Demoted, Roles.Admin);
        var id = await IdAsync(Demoted);
        using var key = await Walker.KeyAsync(Portal, id, [.. ApiScopes.All]);
        await WalkAsync(key, Calls, _ => null);

        await Portal.InScopeAsync<UserCommands, bool>(async c => (await c.SaveAsync(Form(Demoted, Roles.Marketer, id), 1)).Succeeded);
        await WalkAsync(key, Calls, r => r.Scope == "admin" || (Own && r.About == "everybody") ? Outcome.Forbidden : null);
        foreach (var route in Calls.Where(r => r.IsOwned)) await OthersAsync(key, route);

        await Portal.InDatabaseAsync(db => db.UserRoles.Where(r => r.UserId == id).ExecuteDeleteAsync());
        await WalkAsync(key, Calls, _ => Outcome.Forbidden);

        await Portal.InDatabaseAsync(db => db.Users.Where(u => u.Id == id).ExecuteUpdateAsync(s => s.SetProperty(u => u.IsActive, false)));
        await WalkAsync(key, Calls, _ => Outcome.SignIn);
        await Portal.InDatabaseAsync(db => db.Users.Where(u => u.Id == id).ExecuteDeleteAsync());
        await WalkAsync(key, Calls, _ => Outcome.SignIn);
    }
}

/// <summary>Every marketer may change everything; and what does not depend on ownership.</summary>
public sealed class SharedWalkTests() : WalkTests("Shared")
{
    [Fact]
    public void Every_route_has_a_stated_expectation()
    {
        var running = Route.Running(Portal);
        var stated = Route.Stated.Select(r => r.Name).ToList();
        Assert.True(
            !running.Except(stated).Any(),
            "Write a line for each of these into Access/routes.txt:\n" + string.Join('\n', running.Except(stated)));
        Assert.True(
            !stated.Except(running).Any(),
            "These are in Access/routes.txt, but not in the portal:\n" + string.Join('\n', stated.Except(running)));
        Assert.Equal(stated.Count, stated.Distinct().Count());
    }

    [Fact]
    public async Task Visitor_is_let_in_only_where_anyone_is()
    {
        using var visitor = Walker.Visitor(Portal);
        await WalkAsync(visitor, Route.Stated, r => r.Who == "anyone" ? null : Outcome.SignIn);
    }

    [Fact]
    public async Task Administrator_is_let_in_everywhere()
    {
        using var admin = await Walker.PersonAsync(Portal, PortalFactory.AdminEmail);
        await WalkAsync(admin, Pages, _ => null);
        foreach (var route in Pages.Where(r => r.IsOwned)) await OwnerLikeAsync(admin, route);
    }

    [Fact]
    public async Task Marketer_is_refused_what_belongs_to_administrators()
    {
        using var marketer = await Walker.PersonAsync(Portal, PortalFactory.MarketerEmail);
        await WalkAsync(marketer, Pages, r => r.Who == "admin" ? Outcome.Forbidden : null);
    }

    [Fact]
    public async Task A_key_does_what_its_scope_says_and_no_more()
    {
        foreach (var scope in ApiScopes.All)
        {
            using var key = await Walker.KeyAsync(Portal, await IdAsync(PortalFactory.AdminEmail), scope);
            await WalkAsync(key, Calls, r => r.Scope == scope ? null : Outcome.Forbidden);
        }
    }
}
