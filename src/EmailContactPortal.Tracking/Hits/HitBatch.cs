namespace EmailContactPortal.Tracking.Hits;

/// <summary>Hits that are committed together, and the answer all of them wait for.</summary>
internal sealed class HitBatch
{
    private readonly TaskCompletionSource<HitOutcome> settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<Hit> Hits { get; } = new(64);

    public Task<HitOutcome> Outcome => settled.Task;

    public void Settle(HitOutcome outcome) => settled.TrySetResult(outcome);
}
