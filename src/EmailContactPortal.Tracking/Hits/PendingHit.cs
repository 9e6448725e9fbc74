namespace EmailContactPortal.Tracking.Hits;

/// <summary>A hit that waits for its commit, and the answer its request waits for.</summary>
internal sealed class PendingHit(in Hit hit) : TaskCompletionSource<HitOutcome>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public Hit Hit { get; } = hit;
}
