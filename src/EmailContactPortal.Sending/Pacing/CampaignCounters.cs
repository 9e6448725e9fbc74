using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Deliveries;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Pacing;

/// <summary>
/// Gathers what became of a campaign's messages by recipient domain and mail server, and adds it to the counters now and then.
/// </summary>
internal sealed class CampaignCounters
{
    private readonly Lock _lock = new();
    private readonly int _campaignId;
    private readonly Dictionary<string, StatusMoves> _domains;
    private readonly Dictionary<int, StatusMoves> _servers = [];
    private readonly StatusMoves _others = new();

    internal CampaignCounters(int campaignId, IEnumerable<string> domains)
    {
        _campaignId = campaignId;
        _domains = domains.ToDictionary(d => d, _ => new StatusMoves(), StringComparer.OrdinalIgnoreCase);
        _domains[CampaignDomainCount.Others] = _others;
    }

    /// <summary>A delivery has gone from one state to another.</summary>
    internal void Moved(string email, int? serverId, DeliveryStatus from, DeliveryStatus to)
    {
        lock (_lock)
        {
            var domain = _domains.GetAlternateLookup<ReadOnlySpan<char>>()
                .TryGetValue(email.AsSpan(email.LastIndexOf('@') + 1), out var own) ? own : _others;
            domain.Move(from, to);
            if (serverId is not { } id || from == to && to != DeliveryStatus.Deferred)
                return;
            if (!_servers.TryGetValue(id, out var server))
                _servers[id] = server = new StatusMoves();
            server.Add(to, 1);
        }
    }

    /// <summary>Adds everything gathered to the tables, in one transaction; what could not be written is kept for the next time.</summary>
    internal async Task FlushAsync(PortalContext db, CancellationToken cancellationToken)
    {
        var (domains, servers) = (Taken(_domains), Taken(_servers));
        if (domains.Count == 0 && servers.Count == 0)
            return;
        try
        {
            await db.InTransactionAsync(token => WriteAsync(db, domains, servers, token), cancellationToken);
        }
        catch
        {
            PutBack(_domains, domains);
            PutBack(_servers, servers);
            throw;
        }
    }

    private async Task<bool> WriteAsync(
        PortalContext db, List<KeyValuePair<string, StatusMoves>> domains, List<KeyValuePair<int, StatusMoves>> servers,
        CancellationToken cancellationToken)
    {
        foreach (var (domain, moves) in domains.OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            await db.CampaignDomainCounts.Where(c => c.CampaignId == _campaignId && c.Domain == domain).ExecuteUpdateAsync(
                s => s.SetProperty(c => c.Sent, c => c.Sent + moves[DeliveryStatus.Sent])
                    .SetProperty(c => c.Deferred, c => c.Deferred + moves[DeliveryStatus.Deferred])
                    .SetProperty(c => c.Rejected, c => c.Rejected + moves[DeliveryStatus.Rejected])
                    .SetProperty(c => c.Uncertain, c => c.Uncertain + moves[DeliveryStatus.Uncertain])
                    .SetProperty(c => c.Recipients, c => c.Recipients - moves[DeliveryStatus.Excluded]),
                cancellationToken);
        }

        foreach (var (server, moves) in servers.OrderBy(s => s.Key))
        {
            var changed = await db.CampaignServerCounts.Where(c => c.CampaignId == _campaignId && c.MailServerId == server)
                .ExecuteUpdateAsync(
                    s => s.SetProperty(c => c.Sent, c => c.Sent + moves[DeliveryStatus.Sent])
                        .SetProperty(c => c.Deferred, c => c.Deferred + moves[DeliveryStatus.Deferred])
                        .SetProperty(c => c.Rejected, c => c.Rejected + moves[DeliveryStatus.Rejected]),
                    cancellationToken);
            if (changed > 0)
                continue;
            var row = db.CampaignServerCounts.Add(new CampaignServerCount
            {
                CampaignId = _campaignId,
                MailServerId = server,
                Sent = moves[DeliveryStatus.Sent],
                Deferred = moves[DeliveryStatus.Deferred],
                Rejected = moves[DeliveryStatus.Rejected],
            });
            await db.SaveChangesAsync(cancellationToken);
            row.State = EntityState.Detached;
        }

        return true;
    }

    private void PutBack<TKey>(Dictionary<TKey, StatusMoves> into, List<KeyValuePair<TKey, StatusMoves>> taken)
        where TKey : notnull
    {
        lock (_lock)
        {
            foreach (var (key, moves) in taken)
                into[key].Add(moves);
        }
    }

    private List<KeyValuePair<TKey, StatusMoves>> Taken<TKey>(Dictionary<TKey, StatusMoves> from)
        where TKey : notnull
    {
        lock (_lock)
            return [.. from.Where(p => p.Value.HasAny).Select(p => KeyValuePair.Create(p.Key, p.Value.Take()))];
    }
}
