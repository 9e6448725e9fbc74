using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Access;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Access;
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
/// <param name="Parts">The same by mail server and recipient domain.</param>
public sealed record LiveNews(LiveCounts Counts, double? PerSecond, string? FinishAt, IReadOnlyList<LivePart> Parts)
{
    /// <summary>Whether it says the same as another.</summary>
    public bool Equals(LiveNews? other) => other is not null && Counts == other.Counts && PerSecond == other.PerSecond && FinishAt == other.FinishAt && Parts.SequenceEqual(other.Parts);

    public override int GetHashCode() => Counts.GetHashCode();
}

/// <summary>A campaign at one mail server or recipient domain; null is what its row does not show.</summary>
public sealed record LivePart(string Key, int? Handled, int Sent, int Deferred, int Failed, int? Connections, double? PerSecond, string? Word);

/// <summary>Live progress by server-sent events.</summary>
[Authorize(Policy = Policies.Marketer)]
[About(OwnedKind.Campaign)]
[Route("/campaigns/{id:int}/events")]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class LiveController(IDbContextFactory<PortalContext> contexts, Viewer viewer, UserTime userTime, TimeProvider time, IHostApplicationLifetime lifetime) : Controller
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    [HttpGet("")]
    public IResult Events(int id, CancellationToken cancellationToken) => TypedResults.ServerSentEvents(NewsAsync(id, cancellationToken));

    private async IAsyncEnumerable<SseItem<LiveNews>> NewsAsync(int id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        using var timer = new PeriodicTimer(Interval, time);
        var pace = new Pace();
        var paces = new Dictionary<string, Pace>();
        LiveNews? last = null;
        while (await ReadAsync(id, ends.Token) is { } read)
        {
            var counts = read.Counts;
            var perSecond = pace.Of(counts.Handled, time.GetUtcNow());
            var news = new LiveNews(counts, perSecond, FinishAt(counts, perSecond), Parts(read.Pace, paces));
            if (news != last) yield return new SseItem<LiveNews>(last = news, "news");
            if (!await TickAsync(timer, ends.Token)) yield break;
        }
    }

    private async Task<Reading?> ReadAsync(int id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Viewer = viewer;
        if (await db.Campaigns.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } campaign) return null;
        var counts = LiveCounts.Of(campaign, await db.CampaignTotals.AsNoTracking().FirstOrDefaultAsync(t => t.CampaignId == id, cancellationToken));
        return new Reading(counts, await CampaignPace.ReadAsync(db, campaign, time.GetUtcNow().UtcDateTime, cancellationToken));
    }

    private List<LivePart> Parts(CampaignPace now, Dictionary<string, Pace> paces)
    {
        var parts = now.Servers.Select(s => new LivePart($"server-{s.Status.Id}", null, s.Sent, s.Deferred, s.Rejected, s.Status.Connections, s.Status.PerSecond, s.Status.Word)).ToList();
        foreach (var d in now.Domains)
        {
            var key = $"domain-{d.Count.Domain}";
            if (!paces.TryGetValue(key, out var pace)) paces[key] = pace = new Pace();
            parts.Add(new LivePart(key, d.Handled, d.Count.Sent, d.Count.Deferred, d.Failed, null, pace.Of(d.Handled, time.GetUtcNow()), null));
        }

        return parts;
    }

    private sealed record Reading(LiveCounts Counts, CampaignPace Pace);

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
