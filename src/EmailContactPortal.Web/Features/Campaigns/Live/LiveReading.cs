using EmailContactPortal.Data;
using EmailContactPortal.Domain.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Campaigns.Live;

/// <summary>What the page of a campaign in flight is told.</summary>
/// <param name="Counts">The numbers.</param>
/// <param name="PerSecond">Handled per second lately; null while it is not known.</param>
/// <param name="FinishAt">Clock time of the forecast end in the reader's zone.</param>
/// <param name="Parts">The same by mail server and recipient domain.</param>
internal sealed record LiveNews(LiveCounts Counts, double? PerSecond, string? FinishAt, IReadOnlyList<LivePart> Parts)
{
    /// <summary>Whether it says the same as another.</summary>
    public bool Equals(LiveNews? other) =>
        other is not null && Counts == other.Counts && PerSecond == other.PerSecond && FinishAt == other.FinishAt
            && Parts.SequenceEqual(other.Parts);

    public override int GetHashCode() => Counts.GetHashCode();
}

/// <summary>A campaign at one mail server or recipient domain; null is what its row does not show.</summary>
internal sealed record LivePart(
    string Key, int? Handled, int Sent, int Deferred, int Failed, int? Connections, double? PerSecond, string? Word);

/// <summary>A campaign as it is now, the same for everybody.</summary>
/// <param name="OwnerId">Whose it is.</param>
/// <param name="IsDraft">Whether it went back to a draft, which others may not see.</param>
/// <param name="Counts">The numbers.</param>
/// <param name="PerSecond">Handled per second lately; null while it is not known.</param>
/// <param name="FinishAt">UTC of the forecast end.</param>
/// <param name="Parts">The same by mail server and recipient domain.</param>
internal sealed record LiveState(
    int OwnerId, bool IsDraft, LiveCounts Counts, double? PerSecond, DateTime? FinishAt, IReadOnlyList<LivePart> Parts)
{
    public bool IsHiddenFrom(int userId) => IsDraft && OwnerId != userId;
}

/// <summary>Reads campaigns in flight.</summary>
internal sealed class LiveReading(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>A reader of one campaign, which remembers how fast it was; null when there is no campaign any more.</summary>
    public Func<CancellationToken, Task<LiveState?>> Of(int id)
    {
        var pace = new Pace();
        var paces = new Dictionary<string, Pace>();
        return async cancellationToken =>
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (await db.Campaigns.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } campaign) return null;
            var now = time.GetUtcNow();
            var counts = LiveCounts.Of(
                campaign, await db.CampaignTotals.AsNoTracking().FirstOrDefaultAsync(t => t.CampaignId == id, cancellationToken));
            var parts = Parts(await CampaignPace.ReadAsync(db, campaign, now.UtcDateTime, cancellationToken), paces, now);
            var perSecond = pace.Of(counts.Handled, now);
            DateTime? finish = perSecond is > 0.05 ? now.UtcDateTime.AddSeconds(counts.Waiting / perSecond.Value) : null;
            return new LiveState(campaign.OwnerId, campaign.Status == CampaignStatus.Draft, counts, perSecond, finish, parts);
        };
    }

    private static List<LivePart> Parts(CampaignPace now, Dictionary<string, Pace> paces, DateTimeOffset at)
    {
        var parts = now.Servers.Select(s => new LivePart(
            $"server-{s.Status.Id}", null, s.Sent, s.Deferred, s.Rejected, s.Status.Connections, s.Status.PerSecond, s.Status.Word))
                .ToList();
        foreach (var d in now.Domains)
        {
            var key = $"domain-{d.Count.Domain}";
            if (!paces.TryGetValue(key, out var pace)) paces[key] = pace = new Pace();
            parts.Add(new LivePart(key, d.Handled, d.Count.Sent, d.Count.Deferred, d.Failed, null, pace.Of(d.Handled, at), null));
        }

        return parts;
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
