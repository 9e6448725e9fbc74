using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Shell.Live;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Home;

/// <summary>The first page after signing in.</summary>
[Authorize(Policy = Policies.Marketer)]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class HomeController(HomeQueries queries, HomeMoving moving, LivePages live) : Controller
{
    [HttpGet("/")]
    public async Task<IActionResult> Index(CancellationToken cancellationToken) =>
        View(await queries.PageAsync(User.Id(), User.IsInRole(Roles.Admin), cancellationToken));

    /// <summary>What moves, once a second while it changes; the same for everybody, because nobody's drafts are in it.</summary>
    [HttpGet("/home/events")]
    public IResult Events(CancellationToken cancellationToken) => TypedResults.ServerSentEvents(NewsAsync(cancellationToken));

    private async IAsyncEnumerable<SseItem<HomeNews>> NewsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var news in live.WatchAsync<HomeNews>("home", () => moving.ReadAsync, cancellationToken))
            yield return new SseItem<HomeNews>(news, "news");
    }
}
