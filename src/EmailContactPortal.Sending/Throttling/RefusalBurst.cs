namespace EmailContactPortal.Sending.Throttling;

/// <summary>Tells a burst of refusals from the odd one: three within ten seconds that are at least a twentieth of all messages.</summary>
internal sealed class RefusalBurst(TimeProvider time)
{
    private const int Least = 3;
    private const int Share = 20;
    private const int WideShare = 4;
    private const int MostDomains = 3;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private readonly HashSet<string> _domains = new(StringComparer.OrdinalIgnoreCase);
    private DateTime _since;
    private long _passedBefore;
    private int _refusals;

    /// <summary>Counts a refusal; true when it is one of a burst.</summary>
    /// <param name="passed">Messages so far, all in all.</param>
    /// <param name="domain">Whose mail was refused.</param>
    internal bool Counts(long passed, string domain)
    {
        lock (_lock)
        {
            BeginWindow(passed);
            _refusals++;
            if (_domains.Count < MostDomains)
                _domains.Add(domain);
            return _refusals >= Least && _refusals * Share >= passed - _passedBefore;
        }
    }

    /// <summary>Whether a quarter of all messages is refused, to several recipient domains: then it is none of them.</summary>
    internal bool IsWide(long passed)
    {
        lock (_lock)
            return _domains.Count >= MostDomains && _refusals * WideShare >= passed - _passedBefore;
    }

    private void BeginWindow(long passed)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (now - _since < Window)
            return;
        (_since, _passedBefore, _refusals) = (now, passed, 0);
        _domains.Clear();
    }
}
