namespace EmailContactPortal.Data.Supervision;

/// <summary>
/// Wakes a loop that waits for its next look, so that what was just asked for is picked up at once; a hint only, nothing is lost without
/// it.
/// </summary>
public sealed class Nudge : IDisposable
{
    private readonly SemaphoreSlim signal = new(0, 1);

    /// <summary>Wakes the loop, or spares it its next waiting; many at once wake it once.</summary>
    public void Now()
    {
        if (signal.CurrentCount > 0) return;
        try
        {
            signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another was faster; one wake-up serves both.
        }
    }

    /// <summary>Waits for a nudge, or until the time is up.</summary>
    /// <returns>Whether it was nudged.</returns>
    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => signal.WaitAsync(atMost, cancellationToken);

    public void Dispose() => signal.Dispose();
}
