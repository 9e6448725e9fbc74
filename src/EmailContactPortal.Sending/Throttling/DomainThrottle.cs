using EmailContactPortal.Domain.MailServers;

namespace EmailContactPortal.Sending.Throttling;

/// <summary>How fast mail of this instance may go to one recipient domain, or to the domains of one provider.</summary>
internal sealed class DomainThrottle(string name, TimeProvider time)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FarAhead = TimeSpan.FromMinutes(5);
    private readonly Lock _lock = new();
    private readonly RateBucket _bucket = new(time);
    private readonly RateMeter _meter = new(time);
    private readonly long _madeAt = time.GetTimestamp();
    private double _rate;
    private int _maxConnections;
    private bool _holdsForRelays;
    private int _onTheirWay;
    private DateTime _bookedUntil;

    /// <summary>The domain, or the name of the limit.</summary>
    internal string Name { get; } = name;

    internal AdaptiveRate Adaptive { get; } = new(time);

    internal RefusalBurst Refusals { get; } = new(time);

    /// <summary>Messages let through so far.</summary>
    internal long Passed => _meter.Count;

    /// <summary>Whether it can be forgotten: nothing on its way, nothing to remember.</summary>
    internal bool IsAtRest => _onTheirWay == 0 && Adaptive.PerSecond <= 0 && !Adaptive.IsChanged;

    /// <summary>Messages per second lately.</summary>
    internal double PerSecond => _meter.PerSecond;

    /// <summary>Whether it has been there too short a time to know its speed.</summary>
    internal bool IsYoung => time.GetElapsedTime(_madeAt) < TimeSpan.FromSeconds(2);

    /// <summary>How many may wait in memory: what can go within some seconds.</summary>
    internal int MostParked(bool deliversItself) =>
        Rate(deliversItself) is var rate and > 0 ? (int)Math.Clamp(rate * Ahead.TotalSeconds, 1, 500) : 200;

    /// <summary>Changes the limit; null takes it away.</summary>
    internal void Limit(DomainLimit? limit) =>
        (_rate, _maxConnections, _holdsForRelays) = (limit?.Rate ?? 0, limit?.MaxConnections ?? 0, limit?.HoldsForRelays ?? false);

    /// <summary>Lets one message through now, or not; <see cref="Done"/> follows when it has an answer.</summary>
    /// <param name="deliversItself">Whether the mail server does; limits need not hold for relays.</param>
    internal bool TryPass(bool deliversItself)
    {
        var connections = deliversItself || _holdsForRelays ? _maxConnections : 0;
        var rate = Rate(deliversItself);
        if (rate > 0 || connections > 0)
        {
            lock (_lock)
            {
                if (connections > 0 && _onTheirWay >= connections || rate > 0 && _bucket.Take(rate) > TimeSpan.Zero)
                    return false;
                Interlocked.Increment(ref _onTheirWay);
            }
        }
        else
        {
            Interlocked.Increment(ref _onTheirWay);
        }

        _meter.Add();
        return true;
    }

    /// <summary>A message let through has an answer, or did not go after all.</summary>
    internal void Done() => Interlocked.Decrement(ref _onTheirWay);

    /// <summary>For one more that cannot wait in memory: UTC when it is worth looking at it again.</summary>
    internal DateTime Book(bool deliversItself)
    {
        var now = time.GetUtcNow().UtcDateTime;
        lock (_lock)
        {
            var rate = Rate(deliversItself);
            if (_bookedUntil < now)
                _bookedUntil = now + Ahead;
            if (rate > 0)
                _bookedUntil += TimeSpan.FromSeconds(Math.Min(1 / rate, FarAhead.TotalSeconds));
            // Not further, because the domain may recover sooner.
            if (_bookedUntil > now + FarAhead)
                _bookedUntil = now + FarAhead;
            return _bookedUntil;
        }
    }

    private double Rate(bool deliversItself)
    {
        var own = deliversItself || _holdsForRelays ? _rate : 0;
        var slowed = Adaptive.PerSecond;
        return slowed <= 0 ? own : own <= 0 ? slowed : Math.Min(own, slowed);
    }
}
