using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Home;

/// <summary>The first page after signing in.</summary>
[Authorize(Policy = Policies.Marketer)]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class HomeController(HomeQueries queries, TimeProvider time, IHostApplicationLifetime lifetime) : Controller
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    [HttpGet("/")]
    public async Task<IActionResult> Index(CancellationToken cancellationToken) => View(await queries.PageAsync(User.Id(), User.IsInRole(Roles.Admin), cancellationToken));

    /// <summary>What moves, once a second while it changes.</summary>
    [HttpGet("/home/events")]
    public IResult Events(CancellationToken cancellationToken) => TypedResults.ServerSentEvents(NewsAsync(cancellationToken));

    private async IAsyncEnumerable<SseItem<HomeNews>> NewsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        using var timer = new PeriodicTimer(Interval, time);
        HomeNews? last = null;
        while (!ends.IsCancellationRequested)
        {
            var news = await queries.NewsAsync(ends.Token);
            if (last is null || !Same(news, last)) yield return new SseItem<HomeNews>(last = news, "news");
            try
            {
                if (!await timer.WaitForNextTickAsync(ends.Token)) yield break;
            }
            catch (OperationCanceledException)
            {
                yield break;
            }
        }
    }

    private static bool Same(HomeNews one, HomeNews other) => one.Campaigns.SequenceEqual(other.Campaigns) && one.Imports.SequenceEqual(other.Imports);
}
