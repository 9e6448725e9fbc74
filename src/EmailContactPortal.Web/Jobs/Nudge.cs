namespace EmailContactPortal.Web.Jobs;

/// <summary>Lets a screen's command be picked up at once instead of at the next beat; a hint only, nothing is lost without it.</summary>
public sealed class Nudge : IDisposable
{
    private readonly SemaphoreSlim signal = new(0, 1);

    /// <summary>Wakes the clock of this instance.</summary>
    public void Now()
    {
        if (signal.CurrentCount > 0) return;
        try
        {
            signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another command was faster; one wake-up serves both.
        }
    }

    internal async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            await signal.WaitAsync(atMost, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Stopping; the caller's loop ends.
        }
    }

    public void Dispose() => signal.Dispose();
}
