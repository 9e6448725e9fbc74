using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.MailServers;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Pacing;

/// <summary>How fast one mail server may be given messages by this instance, and whether it is in trouble.</summary>
internal sealed class ServerGate(MailServer server, TimeProvider time)
{
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15)];

    private readonly Lock _lock = new();
    private double _tokens = 1;
    private long _filledAt = time.GetTimestamp();
    private int _troubles;
    private int _open;

    internal MailServer Server { get; } = server;

    /// <summary>True while trouble keeps the server out of use.</summary>
    internal bool IsPaused => Server.PausedUntil > time.GetUtcNow().UtcDateTime;

    /// <summary>Takes the right to send one message now, if the rate allows.</summary>
    internal bool TryPass() => Wait() == TimeSpan.Zero;

    /// <summary>Waits until the rate allows one message.</summary>
    internal async ValueTask PassAsync(CancellationToken cancellationToken)
    {
        while (Wait() is var wait && wait > TimeSpan.Zero)
            await Task.Delay(wait, time, cancellationToken);
    }

    /// <summary>Whether any line has an open connection to it.</summary>
    internal bool HasOpenLines => _open > 0;

    /// <summary>Counts an opened (1) or closed (-1) connection.</summary>
    internal void Count(int change) => Interlocked.Add(ref _open, change);

    /// <summary>The server works: the next trouble starts with a short pause again.</summary>
    internal void Works() => _troubles = 0;

    /// <summary>Pauses the server and writes down why, for everybody.</summary>
    internal async Task PauseAsync(PortalContext db, string why, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        DateTime until;
        lock (_lock)
        {
            // Many lines see the same trouble at once; it counts once.
            if (Server.PausedUntil > now)
                return;
            until = now + Pauses[Math.Min(_troubles++, Pauses.Length - 1)];
            Server.PausedUntil = until;
        }

        var trouble = Text.Bound(why, 500);
        await db.MailServers.Where(s => s.Id == Server.Id).ExecuteUpdateAsync(
            s => s.SetProperty(m => m.PausedUntil, until).SetProperty(m => m.Trouble, trouble).SetProperty(m => m.TroubleAt, now), cancellationToken);
    }

    private TimeSpan Wait()
    {
        var rate = Server.MaxPerSecond;
        if (rate <= 0)
            return TimeSpan.Zero;

        lock (_lock)
        {
            var now = time.GetTimestamp();
            _tokens = Math.Min(Math.Max(1, rate / 10), _tokens + time.GetElapsedTime(_filledAt, now).TotalSeconds * rate);
            _filledAt = now;
            if (_tokens < 1)
                return TimeSpan.FromSeconds((1 - _tokens) / rate) + TimeSpan.FromMilliseconds(1);
            _tokens--;
            return TimeSpan.Zero;
        }
    }
}
