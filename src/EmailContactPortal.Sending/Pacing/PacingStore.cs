using EmailContactPortal.Data;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Sending.Throttling;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Pacing;

/// <summary>Writes what pages and other instances should know: slow-downs, and how servers are used right now.</summary>
internal static class PacingStore
{
    /// <summary>A pulse older than this means that the instance does not use the server.</summary>
    internal static readonly TimeSpan HeartbeatLasts = TimeSpan.FromSeconds(15);

    /// <summary>Writes the slow-downs that have changed.</summary>
    internal static async Task KeepAsync(PortalContext db, ServerPool pool, CancellationToken cancellationToken)
    {
        foreach (var throttle in pool.Throttles)
            await KeepAsync(db, throttle.Adaptive, throttle.Server.Id, "", cancellationToken);
        foreach (var domain in pool.Domains.All)
            await KeepAsync(db, domain.Adaptive, null, domain.Name, cancellationToken);
    }

    /// <summary>Says how this instance uses each server.</summary>
    internal static async Task HeartbeatAsync(
        PortalContext db, IReadOnlyList<ServerThrottle> throttles, string instance, DateTime now, CancellationToken cancellationToken)
    {
        foreach (var throttle in throttles)
        {
            var (id, open, speed) = (throttle.Server.Id, throttle.Open, Math.Round(throttle.PerSecond, 1));
            var rows = db.MailServerHeartbeats.Where(p => p.MailServerId == id && p.Instance == instance);
            if (open == 0 && speed == 0)
            {
                await rows.ExecuteDeleteAsync(cancellationToken);
            }
            else if (
                await rows.ExecuteUpdateAsync(
                    s => s.SetProperty(p => p.At, now).SetProperty(p => p.Connections, open).SetProperty(p => p.PerSecond, speed),
                    cancellationToken) == 0)
            {
                var row = db.MailServerHeartbeats.Add(
                    new MailServerHeartbeat { MailServerId = id, Instance = instance, At = now, Connections = open, PerSecond = speed });
                await db.SaveChangesAsync(cancellationToken);
                row.State = EntityState.Detached;
            }
        }
    }

    private static async Task KeepAsync(
        PortalContext db, AdaptiveRate rate, int? serverId, string domain, CancellationToken cancellationToken)
    {
        if (!rate.IsChanged)
            return;
        var kept = rate.Keep();
        try
        {
            var rows = db.Slowdowns.Where(s => s.MailServerId == serverId && s.Domain == domain);
            if (kept is null)
            {
                await rows.ExecuteDeleteAsync(cancellationToken);
            }
            else if (await rows.ExecuteUpdateAsync(
                s => s.SetProperty(d => d.PerSecond, kept.PerSecond).SetProperty(d => d.FullPerSecond, kept.FullPerSecond)
                    .SetProperty(d => d.Since, kept.Since).SetProperty(d => d.ChangedAt, kept.ChangedAt)
                    .SetProperty(d => d.Reason, kept.Reason),
                cancellationToken) == 0)
            {
                (kept.MailServerId, kept.Domain) = (serverId, domain);
                var row = db.Slowdowns.Add(kept);
                await db.SaveChangesAsync(cancellationToken);
                row.State = EntityState.Detached;
            }
        }
        catch
        {
            rate.KeepAgain();
            throw;
        }
    }
}
