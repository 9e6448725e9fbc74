using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Tracking.Machines;

namespace EmailContactPortal.Tracking.Hits;

/// <summary>
/// Where requests hand in their hits: whatever comes in while one commit is under way forms the next one, so that a sync of the disk
/// is shared by all who wait for it. The answer comes after the commit.
/// </summary>
public sealed class HitRecorder(TimeProvider time) : IDisposable
{
    /// <summary>Hits that may wait for a commit; above it the caller is told to come again.</summary>
    public const int MaxWaiting = 4096;

    private static readonly Task<HitOutcome> Busy = Task.FromResult(HitOutcome.Busy);
    private static readonly Task<HitOutcome> Unavailable = Task.FromResult(HitOutcome.Unavailable);
    private readonly Lock gate = new();
    private readonly Nudge nudge = new();
    private HitBatch open = new();
    private bool closed;

    /// <summary>Records a hit that happens now; the task ends when it is on disk, or says why it is not.</summary>
    public Task<HitOutcome> RecordAsync(TrackingKind kind, long deliveryId, int linkId, string? userAgent)
    {
        var agent = string.IsNullOrEmpty(userAgent) ? null : Text.Bound(userAgent, TrackingEvent.MaxUserAgent);
        return RecordAsync(new Hit(kind, deliveryId, linkId, time.GetUtcNow().UtcDateTime, agent, MachineRules.IsMachine(kind, agent)));
    }

    internal Task<HitOutcome> RecordAsync(in Hit hit)
    {
        lock (gate)
        {
            if (closed) return Unavailable;
            if (open.Hits.Count >= MaxWaiting) return Busy;
            open.Hits.Add(hit);
            if (open.Hits.Count == 1) nudge.Now();
            return open.Outcome;
        }
    }

    /// <summary>Waits until there is a hit, or the time is up.</summary>
    internal Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => nudge.WaitAsync(atMost, cancellationToken);

    /// <summary>Everything that came in since the last call; the caller settles it.</summary>
    internal HitBatch Take()
    {
        lock (gate)
        {
            if (open.Hits.Count == 0) return open;
            var taken = open;
            open = new HitBatch();
            return taken;
        }
    }

    /// <summary>Takes no more hits; used when the portal stops.</summary>
    internal void Close()
    {
        lock (gate) closed = true;
    }

    public void Dispose() => nudge.Dispose();
}
