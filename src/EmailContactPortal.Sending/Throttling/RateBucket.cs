namespace EmailContactPortal.Sending.Throttling;

/// <summary>
/// Lets messages through at a rate, in bursts of at most a fifth of a second. It begins empty, so that no number of restarts adds up to
/// more than the rate. Not safe by itself: its throttle's lock guards it.
/// </summary>
internal sealed class RateBucket(TimeProvider time)
{
    private double _tokens;
    private long _filledAt = time.GetTimestamp();

    /// <summary>Takes one; zero when it was there, else how long until the next.</summary>
    /// <param name="perSecond">The rate that holds now, above 0.</param>
    internal TimeSpan Take(double perSecond)
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(1 + perSecond / 5, _tokens + time.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond);
        _filledAt = now;
        if (_tokens < 1)
            return TimeSpan.FromSeconds(Math.Min(3600, (1 - _tokens) / perSecond)) + TimeSpan.FromMilliseconds(1);
        _tokens--;
        return TimeSpan.Zero;
    }

    /// <summary>One that was taken is not used.</summary>
    internal void GiveBack() => _tokens++;
}
