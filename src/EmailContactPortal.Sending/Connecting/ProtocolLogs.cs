using System.Collections.Concurrent;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Mail.Smtp;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Sending.Connecting;

/// <summary>
/// The protocol logs of mail servers: switched on for a while by an administrator, heard by all connections of all instances within
/// seconds, bounded, and deleted an hour after their end.
/// </summary>
public sealed class ProtocolLogs : IAsyncDisposable
{
    /// <summary>How long it stays on.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromHours(1);

    /// <summary>How long it can be read after its end.</summary>
    public static readonly TimeSpan Keeping = TimeSpan.FromHours(1);

    /// <summary>Lines of one server at most; what comes after is not kept.</summary>
    public const int MaxLines = 20_000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private readonly IDbContextFactory<PortalContext> _contexts;
    private readonly SendingOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<ProtocolLogs> _logger;
    private readonly ConcurrentQueue<SmtpLogLine> _lines = new();
    private readonly SemaphoreSlim _working = new(1, 1);
    private readonly Lazy<ITimer> _timer;
    private Dictionary<int, Room> _on = [];
    private int _connections;

    internal ProtocolLogs(
        IDbContextFactory<PortalContext> contexts, IOptions<SendingOptions> options, TimeProvider time, ILogger<ProtocolLogs> logger)
    {
        (_contexts, _options, _time, _logger) = (contexts, options.Value, time, logger);
        _timer = new Lazy<ITimer>(() => time.CreateTimer(_ => _ = WorkAsync(), null, TimeSpan.Zero, Interval));
    }

    internal DateTime Now => _time.GetUtcNow().UtcDateTime;

    /// <summary>Listens to a new connection; costs nothing while the server's log is off.</summary>
    internal ISmtpTranscript Open(int serverId)
    {
        _ = _timer.Value;
        return new ProtocolLog(this, serverId, $"{Interlocked.Increment(ref _connections)} of {_options.Instance}");
    }

    internal bool IsOn(int serverId) => _on.TryGetValue(serverId, out var room) && room.Left > 0;

    internal void Add(SmtpLogLine line)
    {
        if (_on.TryGetValue(line.MailServerId, out var room) && Interlocked.Decrement(ref room.Left) >= 0)
            _lines.Enqueue(line);
    }

    /// <summary>Looks which logs are on, stores what was heard, and deletes what is too old.</summary>
    public async Task WorkAsync()
    {
        if (!await _working.WaitAsync(TimeSpan.Zero))
            return;
        try
        {
            await using var db = await _contexts.CreateDbContextAsync();
            await StoreAsync(db);
            await LookAsync(db);
        }
        catch (Exception e)
        {
            // A log may be lost, mail may not: whatever is wrong, the next beat tries again.
            _logger.LogWarning(e, "The protocol log of a mail server could not be stored.");
        }
        finally
        {
            _working.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_timer.IsValueCreated)
        {
            await _timer.Value.DisposeAsync();
            await WorkAsync();
        }

        _working.Dispose();
    }

    private async Task StoreAsync(PortalContext db)
    {
        var lines = new List<SmtpLogLine>();
        while (lines.Count < MaxLines && _lines.TryDequeue(out var line))
            lines.Add(line);
        if (lines.Count == 0)
            return;
        db.SmtpLogLines.AddRange(lines);
        await db.SaveChangesAsync();
    }

    private async Task LookAsync(PortalContext db)
    {
        var now = Now;
        var over = now - Keeping;
        if (await db.MailServers.AnyAsync(m => m.LogUntil < over))
        {
            await db.SmtpLogLines.Where(l => db.MailServers.Any(m => m.Id == l.MailServerId && m.LogUntil < over)).ExecuteDeleteAsync();
            await db.MailServers.Where(m => m.LogUntil < over).ExecuteUpdateAsync(s => s.SetProperty(m => m.LogUntil, (DateTime?)null));
        }

        var on = new Dictionary<int, Room>();
        foreach (var id in await db.MailServers.Where(m => m.LogUntil > now).Select(m => m.Id).ToListAsync())
            on[id] = _on.TryGetValue(id, out var room)
                ? room
                : new Room { Left = MaxLines - await db.SmtpLogLines.CountAsync(l => l.MailServerId == id) };
        _on = on;
    }

    private sealed class Room
    {
        internal int Left;
    }
}
