using System.Collections.Concurrent;
using System.Collections.Frozen;
using EmailContactPortal.Domain.MailServers;

namespace EmailContactPortal.Sending.Pacing;

/// <summary>Finds the gate of a recipient's domain; most domains have none and go straight through.</summary>
internal sealed class DomainBook(TimeProvider time)
{
    private const int MostOthers = 10_000;
    private readonly ConcurrentDictionary<string, DomainGate> _others = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<int, DomainGate> _byLimit = [];
    private FrozenDictionary<string, DomainGate> _named = FrozenDictionary<string, DomainGate>.Empty;
    private DomainLimit? _forOthers;

    /// <summary>The gate for an address; null when nothing holds its domain back.</summary>
    internal DomainGate? Find(string email)
    {
        var domain = DomainOf(email);
        if (_named.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(domain, out var gate))
            return gate;
        if (_forOthers is { } limit)
            return Own(domain, limit);
        return _others.IsEmpty ? null : _others.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(domain, out gate) ? gate : null;
    }

    /// <summary>The gate for an address whose domain may have to be held back from now on.</summary>
    internal DomainGate FindOrAdd(string email) => Find(email) ?? Own(DomainOf(email), null);

    /// <summary>All gates there are.</summary>
    internal IEnumerable<DomainGate> All => _named.Values.Distinct().Concat(_others.Values);

    /// <summary>Takes over changed limits; what is known of their domains stays.</summary>
    internal void Refresh(IReadOnlyList<DomainLimit> limits)
    {
        var named = new Dictionary<string, DomainGate>(StringComparer.OrdinalIgnoreCase);
        foreach (var limit in limits.Where(l => l.Domains != DomainLimit.Others))
        {
            if (!_byLimit.TryGetValue(limit.Id, out var gate) || gate.Name != limit.Name)
                _byLimit[limit.Id] = gate = new DomainGate(limit.Name, time);
            gate.Limit(limit);
            foreach (var domain in limit.Each())
                named.TryAdd(domain, gate);
        }

        _named = named.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        var others = limits.FirstOrDefault(l => l.Domains == DomainLimit.Others);
        _forOthers = others is { Rate: > 0 } or { MaxConnections: > 0 } ? others : null;
        foreach (var gate in _others.Values)
            gate.Limit(_forOthers);
        if (_others.Count > MostOthers)
            Forget();
    }

    /// <summary>Takes over slow-downs that were kept.</summary>
    internal void Load(IEnumerable<Slowdown> kept)
    {
        foreach (var slowdown in kept)
            (_named.Values.FirstOrDefault(g => g.Name == slowdown.Domain) ?? Own(slowdown.Domain, null)).Adaptive.Load(slowdown);
    }

    private DomainGate Own(ReadOnlySpan<char> domain, DomainLimit? limit)
    {
        var others = _others.GetAlternateLookup<ReadOnlySpan<char>>();
        if (others.TryGetValue(domain, out var gate))
            return gate;
        gate = new DomainGate(domain.ToString().ToLowerInvariant(), time);
        gate.Limit(limit);
        return others.TryAdd(domain, gate) || !others.TryGetValue(domain, out var first) ? gate : first;
    }

    private void Forget()
    {
        foreach (var (domain, gate) in _others)
        {
            if (gate.IsAtRest)
                _others.TryRemove(domain, out _);
        }
    }

    private static ReadOnlySpan<char> DomainOf(string email) => email.AsSpan(email.LastIndexOf('@') + 1);
}
