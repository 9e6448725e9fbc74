using EmailContactPortal.Data.Grouping;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Tracking.Machines;

namespace EmailContactPortal.Tracking.Hits;

/// <summary>
/// Where requests hand in their hits: whatever comes in while one commit is under way forms the next one, so that a sync of the disk
/// is shared by all who wait for it. The answer comes after the commit.
/// </summary>
public sealed class HitRecorder(TimeProvider time)
{
    /// <summary>Hits that may wait for a commit; above it the caller is told to come again.</summary>
    public const int MaxWaiting = 4096;

    private static readonly Task<HitOutcome> Busy = Task.FromResult(HitOutcome.Busy);
    private static readonly Task<HitOutcome> Unavailable = Task.FromResult(HitOutcome.Unavailable);
    private readonly Gathering<PendingHit> waiting = new(MaxWaiting, MaxWaiting);

    /// <summary>Records a hit that happens now; the task ends when it is on disk, or says why it is not.</summary>
    public Task<HitOutcome> RecordAsync(TrackingKind kind, long deliveryId, int linkId, string? userAgent)
    {
        var agent = string.IsNullOrEmpty(userAgent) ? null : Text.Bound(userAgent, TrackingEvent.MaxUserAgent);
        return RecordAsync(new Hit(kind, deliveryId, linkId, time.GetUtcNow().UtcDateTime, agent, MachineRules.IsMachine(kind, agent)));
    }

    internal Task<HitOutcome> RecordAsync(in Hit hit)
    {
        var pending = new PendingHit(hit);
        return waiting.TryAdd(pending) ? pending.Task : waiting.IsClosed ? Unavailable : Busy;
    }

    /// <summary>Waits for hits; null when it was closed. The caller answers them.</summary>
    internal Task<List<PendingHit>?> NextAsync(CancellationToken cancellationToken) => waiting.NextAsync(cancellationToken);

    /// <summary>Every hit that waits now; the caller answers them.</summary>
    internal List<PendingHit> Take() => waiting.Take();

    /// <summary>Takes no more hits; used when the portal stops.</summary>
    internal void Close() => waiting.Close();
}
