using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.MailServers;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Throttling;

/// <summary>
/// How fast one mail server may be given messages by this instance, by all campaigns together, and whether it is in trouble.
/// </summary>
internal sealed class ServerThrottle(MailServer server, ServerShares shares, TimeProvider time)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15)];

    private readonly Lock _lock = new();
    private readonly RateBucket _bucket = new(time);
    private readonly RateMeter _meter = new(time);
    private readonly Quota _quota = new();
    private int _instances = 1;
    private int _troubles;
    private int _open;
    private DateTime _pausedAt;
    private bool _isFree;

    internal MailServer Server { get; private set; } = server;

    internal AdaptiveRate Adaptive { get; } = new(time);

    internal RefusalBurst Refusals { get; } = new(time);

    internal ConnectionSlots Slots { get; } = new(time) { Most = Math.Max(1, server.MaxConnections) };

    internal Quota Quota => _quota;

    /// <summary>Messages let through so far.</summary>
    internal long Passed => _meter.Count;

    /// <summary>Messages per second lately.</summary>
    internal double PerSecond => _meter.PerSecond;

    /// <summary>Open connections.</summary>
    internal int Open => Volatile.Read(ref _open);

    /// <summary>True while trouble, a used-up limit or a person keeps the server out of use.</summary>
    internal bool IsPaused => OutUntil > time.GetUtcNow().UtcDateTime;

    /// <summary>UTC until which it takes nothing; in the past when it does.</summary>
    internal DateTime OutUntil
    {
        get
        {
            var server = Server;
            if (!server.IsEnabled)
                return DateTime.MaxValue;
            var (paused, full) = (server.PausedUntil ?? DateTime.MinValue, server.FullUntil ?? DateTime.MinValue);
            return paused > full ? paused : full;
        }
    }

    /// <summary>Takes the right to send one message now, if everything allows; zero when it was taken, else when to ask again.</summary>
    internal TimeSpan Pass()
    {
        if (Volatile.Read(ref _isFree))
        {
            _meter.Add();
            return TimeSpan.Zero;
        }

        if (IsPaused || shares.IsAhead(this))
            return Soon;
        lock (_lock)
        {
            if (_quota.IsLimited && !_quota.HasOne(time.GetUtcNow().UtcDateTime))
            {
                shares.NotNow(this);
                return Soon;
            }

            var rate = Rate();
            if (rate > 0 && _bucket.Take(rate) is var wait && wait > TimeSpan.Zero)
            {
                shares.NotNow(this);
                return wait;
            }

            _quota.Take();
        }

        _meter.Add();
        shares.Took(this);
        return TimeSpan.Zero;
    }

    /// <summary>Takes the right to send one message now, if everything allows.</summary>
    internal bool TryPass() => !IsPaused && Pass() == TimeSpan.Zero;

    /// <summary>A right was taken, and there was nothing to send.</summary>
    internal void GiveBack()
    {
        _meter.Remove();
        if (Volatile.Read(ref _isFree))
            return;
        lock (_lock)
        {
            _quota.PutBack();
            _bucket.GiveBack();
        }
    }

    /// <summary>Whether any connection to it is open.</summary>
    internal bool HasOpenConnections => Open > 0;

    /// <summary>Counts an opened (1) or closed (-1) connection.</summary>
    internal void Count(int change) => Interlocked.Add(ref _open, change);

    /// <summary>The server works: the next trouble starts with a short pause again.</summary>
    internal void Works()
    {
        _troubles = 0;
        Adaptive.Works();
    }

    /// <summary>Takes over changed settings, and what other instances found out.</summary>
    /// <param name="now">The row as it is now.</param>
    /// <param name="instances">Instances that share its rate.</param>
    internal void Refresh(MailServer now, int instances)
    {
        lock (_lock)
        {
            // A pause just written here may not have been in what was read.
            if (Server.PausedUntil > now.PausedUntil.GetValueOrDefault()
                && time.GetUtcNow().UtcDateTime - _pausedAt < TimeSpan.FromSeconds(3))
                (now.PausedUntil, now.Trouble) = (Server.PausedUntil, Server.Trouble);
            Server = now;
            _instances = Math.Max(1, instances);
            Slots.Most = Math.Max(1, now.MaxConnections);
            _quota.IsLimited = now.MaxPerHour > 0 || now.MaxPerDay > 0 || now.WarmUpPlan is not null;
            Settle();
        }
    }

    /// <summary>Works out again whether a message may pass without being looked at; after anything has changed.</summary>
    internal void Settle() => Volatile.Write(ref _isFree, Server.IsEnabled && Rate() <= 0 && !_quota.IsLimited && !shares.Matter);

    /// <summary>Takes over what was reserved of its hour and day.</summary>
    internal void Reserve(Reservation reserved)
    {
        lock (_lock)
            _quota.Add(reserved);
    }

    /// <summary>Nothing is left of its hour or day.</summary>
    internal void Full(DateTime until, string because) => (Server.FullUntil, Server.FullBecause) = (until, because);

    /// <summary>Pauses the server and writes down why, for everybody.</summary>
    internal async Task PauseAsync(PortalContext db, string why, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        DateTime until;
        lock (_lock)
        {
            // Many connections see the same trouble at once; it counts once.
            if (Server.PausedUntil > now)
                return;
            until = now + BackOff.After(++_troubles, Pauses);
            Server.PausedUntil = until;
            _pausedAt = now;
        }

        var trouble = Text.Bound(why, 500);
        await db.MailServers.Where(s => s.Id == Server.Id).ExecuteUpdateAsync(
            s => s.SetProperty(m => m.PausedUntil, until).SetProperty(m => m.Trouble, trouble)
                .SetProperty(m => m.TroubleAt, now), cancellationToken);
    }

    private double Rate()
    {
        var own = Server.MaxPerSecond / _instances;
        var slowed = Adaptive.PerSecond;
        return slowed <= 0 ? own : own <= 0 ? slowed : Math.Min(own, slowed);
    }
}
