using System.Collections.Concurrent;
using System.Collections.Frozen;
using EmailContactPortal.Domain.MailServers;

namespace EmailContactPortal.Sending.Throttling;

/// <summary>Finds the throttle of a recipient's domain; most domains have none and go straight through.</summary>
internal sealed class DomainThrottles(TimeProvider time)
{
    private const int MostOthers = 10_000;
    private readonly ConcurrentDictionary<string, DomainThrottle> _others = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<int, DomainThrottle> _byLimit = [];
    private FrozenDictionary<string, DomainThrottle> _named = FrozenDictionary<string, DomainThrottle>.Empty;
    private DomainLimit? _forOthers;

    /// <summary>The throttle for an address; null when nothing holds its domain back.</summary>
    internal DomainThrottle? Find(string email)
    {
        var domain = DomainOf(email);
        if (_named.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(domain, out var throttle))
            return throttle;
        if (_forOthers is { } limit)
            return Own(domain, limit);
        return _others.IsEmpty
            ? null : _others.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(domain, out throttle) ? throttle
            : null;
    }

    /// <summary>The throttle for an address whose domain may have to be held back from now on.</summary>
    internal DomainThrottle FindOrAdd(string email) => Find(email) ?? Own(DomainOf(email), null);

    /// <summary>All throttles there are.</summary>
    internal IEnumerable<DomainThrottle> All => _named.Values.Distinct().Concat(_others.Values);

    /// <summary>Takes over changed limits; what is known of their domains stays.</summary>
    internal void Refresh(IReadOnlyList<DomainLimit> limits)
    {
        var named = new Dictionary<string, DomainThrottle>(StringComparer.OrdinalIgnoreCase);
        foreach (var limit in limits.Where(l => l.Domains != DomainLimit.Others))
        {
            if (!_byLimit.TryGetValue(limit.Id, out var throttle) || throttle.Name != limit.Name)
                _byLimit[limit.Id] = throttle = new DomainThrottle(limit.Name, time);
            throttle.Limit(limit);
            foreach (var domain in limit.Each())
                named.TryAdd(domain, throttle);
        }

        _named = named.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        var others = limits.FirstOrDefault(l => l.Domains == DomainLimit.Others);
        _forOthers = others is { Rate: > 0 } or { MaxConnections: > 0 } ? others : null;
        foreach (var throttle in _others.Values)
            throttle.Limit(_forOthers);
        if (_others.Count > MostOthers)
            Forget();
    }

    /// <summary>Takes over slow-downs that were kept.</summary>
    internal void Load(IEnumerable<Slowdown> kept)
    {
        foreach (var slowdown in kept)
            (_named.Values.FirstOrDefault(g => g.Name == slowdown.Domain) ?? Own(slowdown.Domain, null)).Adaptive.Load(slowdown);
    }

    private DomainThrottle Own(ReadOnlySpan<char> domain, DomainLimit? limit)
    {
        var others = _others.GetAlternateLookup<ReadOnlySpan<char>>();
        if (others.TryGetValue(domain, out var throttle))
            return throttle;
        throttle = new DomainThrottle(domain.ToString().ToLowerInvariant(), time);
        throttle.Limit(limit);
        return others.TryAdd(domain, throttle) || !others.TryGetValue(domain, out var first) ? throttle : first;
    }

    private void Forget()
    {
        foreach (var (domain, throttle) in _others)
        {
            if (throttle.IsAtRest)
                _others.TryRemove(domain, out _);
        }
    }

    private static ReadOnlySpan<char> DomainOf(string email) => email.AsSpan(email.LastIndexOf('@') + 1);
}
