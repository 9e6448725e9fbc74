using EmailContactPortal.Domain;
using EmailContactPortal.Domain.MailServers;

namespace EmailContactPortal.Sending.Throttling;

/// <summary>
/// Halves the rate when the other side asks for less, and adds a tenth of the full rate again and again while it takes mail
/// (additive increase, multiplicative decrease).
/// </summary>
internal sealed class AdaptiveRate(TimeProvider time)
{
    private const double Floor = 0.05;
    private static readonly TimeSpan RecoversEvery = TimeSpan.FromSeconds(10);
    // Many connections are told the same at once; it counts once.
    private static readonly TimeSpan SameTrouble = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private Slowdown? _state;
    private double _perSecond;
    private bool _worked;

    /// <summary>Messages per second allowed; 0 is full speed.</summary>
    internal double PerSecond => Volatile.Read(ref _perSecond);

    /// <summary>True when there is something to write down.</summary>
    internal bool IsChanged { get; private set; }

    /// <summary>A copy of what is to be kept; null at full speed. Counts as written down.</summary>
    internal Slowdown? Keep()
    {
        lock (_lock)
        {
            IsChanged = false;
            return _state is null ? null : Changed(_state, _state.PerSecond, _state.ChangedAt);
        }
    }

    /// <summary>Writing it down failed.</summary>
    internal void KeepAgain() => IsChanged = true;

    /// <summary>Takes over what was kept, unless something is known already.</summary>
    internal void Load(Slowdown kept)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow().UtcDateTime;
            if (_state is not null)
                return;
            if (kept.RateAt(now) is { } rate)
                Set(Changed(kept, rate, now));
            else
                IsChanged = true;
        }
    }

    /// <summary>Half of what went through lately; true when it acted.</summary>
    /// <param name="measured">Messages per second lately.</param>
    /// <param name="reason">The answer.</param>
    internal bool Slow(double measured, string reason)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow().UtcDateTime;
            if (_state is not null && now - _state.ChangedAt < SameTrouble)
                return false;
            var full = _state?.FullPerSecond ?? Math.Max(measured, 20 * Floor);
            var before = _state is null ? full : Math.Min(_state.PerSecond, Math.Max(measured, Floor));
            Set(new Slowdown
            {
                PerSecond = Math.Max(Math.Max(Floor, full / 1000), before / 2),
                FullPerSecond = full,
                Since = _state?.Since ?? now,
                ChangedAt = now,
                Reason = Text.Bound(reason, Slowdown.MaxReason),
            });
            _worked = false;
            return true;
        }
    }

    /// <summary>A message was taken.</summary>
    internal void Works()
    {
        if (_perSecond > 0)
            _worked = true;
    }

    /// <summary>Goes one step up when it is time; to be called every second or so.</summary>
    internal void Recover()
    {
        if (_perSecond <= 0)
            return;
        lock (_lock)
        {
            var now = time.GetUtcNow().UtcDateTime;
            if (_state is null || now - _state.ChangedAt < (_worked ? RecoversEvery : Slowdown.RecoveryStep))
                return;
            var rate = Math.Max(_state.RateAt(now) ?? _state.FullPerSecond, _state.PerSecond + _state.FullPerSecond / Slowdown.Steps);
            Set(rate >= _state.FullPerSecond ? null : Changed(_state, rate, now));
            _worked = false;
        }
    }

    private void Set(Slowdown? state)
    {
        _state = state;
        Volatile.Write(ref _perSecond, state?.PerSecond ?? 0);
        IsChanged = true;
    }

    private static Slowdown Changed(Slowdown before, double perSecond, DateTime at) => new()
    {
        PerSecond = perSecond,
        FullPerSecond = before.FullPerSecond,
        Since = before.Since,
        ChangedAt = at,
        Reason = before.Reason,
    };
}
