using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using EmailContactPortal.Data.Access;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Access;
using EmailContactPortal.Web.Shell.Live;
using EmailContactPortal.Web.Shell.Times;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Campaigns.Live;

/// <summary>Live progress by server-sent events: one reading for all who look at a campaign, the clock in the zone of each.</summary>
[Authorize(Policy = Policies.Marketer)]
[About(OwnedKind.Campaign)]
[Route("/campaigns/{id:int}/events")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class LiveController(LivePages live, LiveReading reading, Viewer viewer, UserTime userTime) : Controller
{
    [HttpGet("")]
    public IResult Events(int id, CancellationToken cancellationToken) => TypedResults.ServerSentEvents(NewsAsync(id, cancellationToken));

    private async IAsyncEnumerable<SseItem<LiveNews>> NewsAsync(int id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        LiveNews? last = null;
        await foreach (var read in live.WatchAsync<LiveState>(
            string.Create(CultureInfo.InvariantCulture, $"campaign {id}"), () => reading.Of(id), cancellationToken))
        {
            // The reading is the portal's own and sees all; what this person may not see is over for them.
            if (viewer.IsLimited && read.IsHiddenFrom(viewer.UserId)) yield break;
            var news = new LiveNews(read.Counts, read.PerSecond, read.FinishAt is { } at ? userTime.Clock(at) : null, read.Parts);
            if (news != last) yield return new SseItem<LiveNews>(last = news, "news");
        }
    }
}
