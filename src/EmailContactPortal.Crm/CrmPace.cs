namespace EmailContactPortal.Crm;

/// <summary>Spreads the calls to one CRM over time: at most so many a second, from all adapters that share it.</summary>
public sealed class CrmPace(double callsPerSecond, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly TimeSpan step = callsPerSecond > 0 ? TimeSpan.FromSeconds(1 / callsPerSecond) : TimeSpan.Zero;
    private readonly long start = time.GetTimestamp();
    private TimeSpan next;

    /// <summary>No limit.</summary>
    public static CrmPace None { get; } = new(0, TimeProvider.System);

    /// <summary>Calls a second; 0 is no limit.</summary>
    public double CallsPerSecond => callsPerSecond;

    /// <summary>Returns when the next call may be made.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        if (step == TimeSpan.Zero) return Task.CompletedTask;
        TimeSpan wait;
        lock (gate)
        {
            // Not the wall clock: it may jump.
            var now = time.GetElapsedTime(start);
            if (next < now) next = now;
            wait = next - now;
            next += step;
        }

        return wait == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(wait, time, cancellationToken);
    }
}
