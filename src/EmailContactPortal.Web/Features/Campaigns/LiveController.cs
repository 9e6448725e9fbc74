using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using EmailContactPortal.Data;
using EmailContactPortal.Web.Shell.Times;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Campaigns;

/// <summary>What the page of a campaign in flight is told every second.</summary>
/// <param name="Counts">The numbers.</param>
/// <param name="PerSecond">Handled per second lately; null while it is not known.</param>
/// <param name="FinishAt">Clock time of the forecast end in the reader's zone.</param>
public sealed record LiveNews(LiveCounts Counts, double? PerSecond, string? FinishAt);

/// <summary>Live progress by server-sent events.</summary>
[Authorize(Policy = Policies.Marketer)]
[Route("/campaigns/{id:int}/events")]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class LiveController(IDbContextFactory<PortalContext> contexts, UserTime userTime, TimeProvider time, IHostApplicationLifetime lifetime) : Controller
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    [HttpGet("")]
    public IResult Events(int id, CancellationToken cancellationToken) => TypedResults.ServerSentEvents(NewsAsync(id, cancellationToken));

    private async IAsyncEnumerable<SseItem<LiveNews>> NewsAsync(int id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        using var timer = new PeriodicTimer(Beat, time);
        var pace = new Pace();
        LiveNews? last = null;
        while (await ReadAsync(id, ends.Token) is { } counts)
        {
            var perSecond = pace.Of(counts.Handled, time.GetUtcNow());
            var news = new LiveNews(counts, perSecond, FinishAt(counts, perSecond));
            if (news != last) yield return new SseItem<LiveNews>(last = news, "news");
            if (!await TickAsync(timer, ends.Token)) yield break;
        }
    }

    private async Task<LiveCounts?> ReadAsync(int id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Campaigns.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } campaign) return null;
        return LiveCounts.Of(campaign, await db.CampaignTotals.AsNoTracking().FirstOrDefaultAsync(t => t.CampaignId == id, cancellationToken));
    }

    private string? FinishAt(LiveCounts counts, double? perSecond) =>
        perSecond is > 0.05 ? userTime.Clock(userTime.UtcNow.AddSeconds(counts.Waiting / perSecond.Value)) : null;

    private static async Task<bool> TickAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

/// <summary>How fast a count grows, over the last ten seconds.</summary>
internal sealed class Pace
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private readonly Queue<(DateTimeOffset At, int Count)> seen = new();

    public double? Of(int count, DateTimeOffset now)
    {
        seen.Enqueue((now, count));
        while (seen.Count > 2 && now - seen.Peek().At > Window) seen.Dequeue();
        var (at, first) = seen.Peek();
        var seconds = (now - at).TotalSeconds;
        return seconds < 0.5 ? null : Math.Round((count - first) / seconds, 1);
    }
}
