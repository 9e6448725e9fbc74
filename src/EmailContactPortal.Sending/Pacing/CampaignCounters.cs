using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Pacing;

/// <summary>Gathers what became of a campaign's messages by recipient domain and mail server, and adds it to the counters now and then.</summary>
internal sealed class CampaignCounters
{
    private readonly Lock _lock = new();
    private readonly int _campaignId;
    private readonly Dictionary<string, Moves> _domains;
    private readonly Dictionary<int, Moves> _servers = [];
    private readonly Moves _others = new();

    internal CampaignCounters(int campaignId, IEnumerable<string> domains)
    {
        _campaignId = campaignId;
        _domains = domains.ToDictionary(d => d, _ => new Moves(), StringComparer.OrdinalIgnoreCase);
        _domains[CampaignDomainCount.Others] = _others;
    }

    /// <summary>A delivery has gone from one state to another.</summary>
    internal void Moved(string email, int? serverId, DeliveryStatus from, DeliveryStatus to)
    {
        lock (_lock)
        {
            var domain = _domains.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(email.AsSpan(email.LastIndexOf('@') + 1), out var own) ? own : _others;
            domain.Add(from, -1);
            domain.Add(to, 1);
            if (serverId is not { } id || from == to && to != DeliveryStatus.Deferred)
                return;
            if (!_servers.TryGetValue(id, out var server))
                _servers[id] = server = new Moves();
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
        PortalContext db, List<KeyValuePair<string, Moves>> domains, List<KeyValuePair<int, Moves>> servers, CancellationToken cancellationToken)
    {
        foreach (var (domain, moves) in domains.OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            await db.CampaignDomainCounts.Where(c => c.CampaignId == _campaignId && c.Domain == domain).ExecuteUpdateAsync(
                s => s.SetProperty(c => c.Sent, c => c.Sent + moves.Sent).SetProperty(c => c.Deferred, c => c.Deferred + moves.Deferred)
                    .SetProperty(c => c.Rejected, c => c.Rejected + moves.Rejected).SetProperty(c => c.Uncertain, c => c.Uncertain + moves.Uncertain)
                    .SetProperty(c => c.Recipients, c => c.Recipients - moves.Excluded),
                cancellationToken);
        }

        foreach (var (server, moves) in servers.OrderBy(s => s.Key))
        {
            var changed = await db.CampaignServerCounts.Where(c => c.CampaignId == _campaignId && c.MailServerId == server).ExecuteUpdateAsync(
                s => s.SetProperty(c => c.Sent, c => c.Sent + moves.Sent).SetProperty(c => c.Deferred, c => c.Deferred + moves.Deferred)
                    .SetProperty(c => c.Rejected, c => c.Rejected + moves.Rejected),
                cancellationToken);
            if (changed > 0)
                continue;
            var row = db.CampaignServerCounts.Add(new CampaignServerCount { CampaignId = _campaignId, MailServerId = server, Sent = moves.Sent, Deferred = moves.Deferred, Rejected = moves.Rejected });
            await db.SaveChangesAsync(cancellationToken);
            row.State = EntityState.Detached;
        }

        return true;
    }

    private void PutBack<TKey>(Dictionary<TKey, Moves> into, List<KeyValuePair<TKey, Moves>> taken)
        where TKey : notnull
    {
        lock (_lock)
        {
            foreach (var (key, moves) in taken)
                into[key].Add(moves);
        }
    }

    private List<KeyValuePair<TKey, Moves>> Taken<TKey>(Dictionary<TKey, Moves> from)
        where TKey : notnull
    {
        lock (_lock)
            return [.. from.Where(p => p.Value.HasAny).Select(p => KeyValuePair.Create(p.Key, p.Value.Take()))];
    }

    /// <summary>How many came to each state, less those that left it.</summary>
    private sealed class Moves
    {
        private readonly int[] _by = new int[9];

        internal int Sent => _by[(int)DeliveryStatus.Sent];

        internal int Deferred => _by[(int)DeliveryStatus.Deferred];

        internal int Rejected => _by[(int)DeliveryStatus.Rejected];

        internal int Uncertain => _by[(int)DeliveryStatus.Uncertain];

        internal int Excluded => _by[(int)DeliveryStatus.Excluded];

        internal bool HasAny => _by.AsSpan().ContainsAnyExcept(0);

        internal void Add(DeliveryStatus status, int count) => _by[(int)status] += count;

        internal void Add(Moves more)
        {
            for (var i = 0; i < _by.Length; i++)
                _by[i] += more._by[i];
        }

        internal Moves Take()
        {
            var taken = new Moves();
            _by.CopyTo(taken._by, 0);
            Array.Clear(_by);
            return taken;
        }
    }
}
