namespace EmailContactPortal.Sending.Throttling;

/// <summary>Counts, and says how many per second it were lately.</summary>
internal sealed class RateMeter(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private long _count;
    private long _countBefore;
    private long _since = time.GetTimestamp();
    private double _last;

    internal long Count => Volatile.Read(ref _count);

    /// <summary>
    /// Of the window that is open, or the one before it while it is young; to be asked every second or so, which opens new windows.
    /// </summary>
    internal double PerSecond
    {
        get
        {
            lock (_lock)
            {
                var now = time.GetTimestamp();
                var seconds = time.GetElapsedTime(_since, now).TotalSeconds;
                var count = Count;
                var rate = (count - _countBefore) / Math.Max(0.1, seconds);
                if (seconds >= Window.TotalSeconds)
                    (_since, _countBefore, _last) = (now, count, rate);
                return Math.Max(rate, seconds < 1 ? _last : 0);
            }
        }
    }

    internal void Add() => Interlocked.Increment(ref _count);

    internal void Remove() => Interlocked.Decrement(ref _count);
}
