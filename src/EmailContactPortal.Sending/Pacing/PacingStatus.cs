using System.Globalization;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.MailServers;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Pacing;

/// <summary>How a mail server does right now.</summary>
public enum ServerCondition
{
    FullRate,

    /// <summary>It asked for less, and is given less.</summary>
    Slowed,

    /// <summary>A limit per hour or day, or of its warm-up, is used up.</summary>
    AtLimit,

    /// <summary>In trouble, and left out until it is tried again.</summary>
    Paused,

    Off,
}

/// <summary>A mail server as pages show it: over all instances, out of rows that are a few seconds old at most.</summary>
/// <param name="Id">The server.</param>
/// <param name="Name">Its name.</param>
/// <param name="Condition">How it does.</param>
/// <param name="Word">The same in two or three words.</param>
/// <param name="Reason">Why, in plain words; null at full rate.</param>
/// <param name="Until">UTC when it goes on, where that is known.</param>
/// <param name="Connections">Open now.</param>
/// <param name="MaxConnections">Allowed, of the instances that use it now.</param>
/// <param name="PerSecond">Messages per second now.</param>
/// <param name="Today">Messages of today, UTC.</param>
public sealed record ServerStatus(
    int Id, string Name, ServerCondition Condition, string Word, string? Reason, DateTime? Until, int Connections, int MaxConnections,
    double PerSecond, int Today);

/// <summary>What pages want to know of pacing.</summary>
public static class PacingStatus
{
    /// <summary>All mail servers by name.</summary>
    public static async Task<IReadOnlyList<ServerStatus>> ServersAsync(PortalContext db, DateTime now, CancellationToken cancellationToken)
    {
        var (recent, today) = (now - PacingStore.HeartbeatLasts, now.Date);
        var servers = await db.MailServers.AsNoTracking().OrderBy(s => s.Name).ToListAsync(cancellationToken);
        var pulses = (await db.MailServerHeartbeats.AsNoTracking().Where(p => p.At > recent)
            .ToListAsync(cancellationToken)).ToLookup(p => p.MailServerId);
        var slow = (await db.Slowdowns.AsNoTracking().Where(s => s.MailServerId != null)
            .ToListAsync(cancellationToken)).ToLookup(s => s.MailServerId!.Value);
        var days = await db.MailServerDays.AsNoTracking().Where(d => d.Day == today)
            .ToDictionaryAsync(d => d.MailServerId, d => d.Used, cancellationToken);
        return [.. servers.Select(s => Of(s, [.. pulses[s.Id]], slow[s.Id].FirstOrDefault(), days.GetValueOrDefault(s.Id), now))];
    }

    /// <summary>The recipient domains, or limits by name, that are slowed down now.</summary>
    public static async Task<IReadOnlyDictionary<string, Slowdown>> SlowDomainsAsync(
        PortalContext db, DateTime now, CancellationToken cancellationToken) =>
        (await db.Slowdowns.AsNoTracking().Where(s => s.MailServerId == null).ToListAsync(cancellationToken))
            .Where(s => s.RateAt(now) is not null).DistinctBy(s => s.Domain, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(s => s.Domain, StringComparer.OrdinalIgnoreCase);

    /// <summary>A rate as people read it: per second, or per minute where that is less than one.</summary>
    public static string Rate(double perSecond) => perSecond switch
    {
        >= 10 => string.Create(CultureInfo.InvariantCulture, $"{perSecond:N0} per second"),
        >= 1 => string.Create(CultureInfo.InvariantCulture, $"{perSecond:0.#} per second"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{perSecond * 60:0.#} per minute"),
    };

    /// <summary>Why something is slowed down, and how it ends.</summary>
    public static string Why(Slowdown slowdown) => $"It answered “{slowdown.Reason}”. It speeds up again step by step.";

    private static ServerStatus Of(MailServer server, IReadOnlyList<MailServerHeartbeat> pulses, Slowdown? slow, int today, DateTime now)
    {
        var (condition, word, reason, until) = Condition(server, slow, now);
        return new ServerStatus(
            server.Id,
            server.Name,
            condition,
            word,
            reason,
            until,
            pulses.Sum(p => p.Connections),
            server.MaxConnections * Math.Max(1, pulses.Count),
            Math.Round(pulses.Sum(p => p.PerSecond), 1),
            today);
    }

    private static (ServerCondition Condition, string Word, string? Reason, DateTime? Until) Condition(
        MailServer server, Slowdown? slow, DateTime now)
    {
        if (!server.IsEnabled)
            return (ServerCondition.Off, "Switched off", null, null);
        if (server.PausedUntil > now)
            return (ServerCondition.Paused, "Takes no mail now", server.Trouble, server.PausedUntil);
        if (server.FullUntil > now)
            return (ServerCondition.AtLimit, "At its limit", server.FullBecause, server.FullUntil);
        return slow?.RateAt(now) is { } rate
            ? (ServerCondition.Slowed, $"Slowed to {Rate(rate)}", Why(slow), null)
            : (ServerCondition.FullRate, "Full rate", null, null);
    }
}
