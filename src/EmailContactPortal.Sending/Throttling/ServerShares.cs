namespace EmailContactPortal.Sending.Throttling;

/// <summary>
/// Divides the work between mail servers by their weights. Where all weights are equal every server takes what it can. Else a server
/// that is ahead of its share waits for the others, but not for one that is paused, at its limit, or has taken nothing for some time.
/// </summary>
internal sealed class ServerShares(TimeProvider time)
{
    private const double Slack = 16;
    private const double MostBehind = 100;
    private static readonly TimeSpan Stalled = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private readonly Dictionary<int, Share> _shares = [];

    /// <summary>Whether the weights differ.</summary>
    internal bool Matter { get; private set; }

    /// <summary>Takes over the servers in use and their weights.</summary>
    internal void Refresh(IReadOnlyList<(int Id, int Weight)> servers)
    {
        lock (_lock)
        {
            foreach (var gone in _shares.Keys.Except(servers.Select(s => s.Id)).ToList())
                _shares.Remove(gone);
            foreach (var (id, weight) in servers)
            {
                if (!_shares.TryGetValue(id, out var share))
                    _shares[id] = share = new Share();
                share.Weight = Math.Max(1, weight);
            }

            Matter = _shares.Values.Select(s => s.Weight).Distinct().Count() > 1;
            if (!Matter)
                return;
            var least = _shares.Values.Min(s => s.Done);
            foreach (var share in _shares.Values)
                share.Done -= least;
        }
    }

    /// <summary>Whether others should be served first.</summary>
    internal bool IsAhead(ServerThrottle throttle)
    {
        if (!Matter)
            return false;
        lock (_lock)
        {
            if (!_shares.TryGetValue(throttle.Server.Id, out var mine))
                return false;
            foreach (var (id, other) in _shares)
            {
                if (id != throttle.Server.Id && !other.IsOut && time.GetElapsedTime(other.TookAt) < Stalled
                    && (mine.Done - other.Done) * mine.Weight > Slack)
                    return true;
            }

            return false;
        }
    }

    /// <summary>One more was taken.</summary>
    internal void Took(ServerThrottle throttle)
    {
        if (!Matter)
            return;
        lock (_lock)
        {
            if (!_shares.TryGetValue(throttle.Server.Id, out var mine))
                return;
            // Who comes back after a pause does not get everything until it has caught up.
            mine.Done = Math.Max(mine.Done, _shares.Values.Max(s => s.Done) - MostBehind / mine.Weight) + 1.0 / mine.Weight;
            mine.IsOut = false;
            mine.TookAt = time.GetTimestamp();
        }
    }

    /// <summary>It could not take one: the others need not wait for it.</summary>
    internal void NotNow(ServerThrottle throttle)
    {
        if (!Matter)
            return;
        lock (_lock)
        {
            if (_shares.TryGetValue(throttle.Server.Id, out var mine))
                mine.IsOut = true;
        }
    }

    private sealed class Share
    {
        internal int Weight { get; set; } = 1;

        internal double Done { get; set; }

        internal long TookAt { get; set; }

        internal bool IsOut { get; set; }
    }
}
