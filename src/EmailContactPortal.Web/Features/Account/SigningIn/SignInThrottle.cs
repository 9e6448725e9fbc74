using System.Net;
using System.Net.Sockets;

namespace EmailContactPortal.Web.Features.Account.SigningIn;

/// <summary>Whether a try may be made now.</summary>
internal enum Throttled
{
    No,

    /// <summary>This caller tried too often, whatever the account.</summary>
    Caller,

    /// <summary>Too many wrong tries for this account from here, or from strangers everywhere.</summary>
    Account,
}

/// <summary>
/// Slows guessing down without giving anybody the means to lock somebody out: wrong tries count per caller, and per account only against
/// the caller who made them and against strangers. A browser that the person signed in with before is no stranger. Counted for addresses
/// that do not exist as for those that do, so that waiting tells nothing. In memory, of bounded size.
/// </summary>
internal sealed class SignInThrottle(TimeProvider time)
{
    public static readonly TimeSpan Wait = TimeSpan.FromMinutes(15);

    /// <summary>Wrong tries of one caller for one account.</summary>
    public const int PerPair = 5;

    /// <summary>Wrong tries of one caller for all accounts together; an office shares one address.</summary>
    public const int PerCaller = 50;

    /// <summary>Wrong tries of all strangers for one account.</summary>
    public const int PerAccount = 100;

    /// <summary>Counters kept; the oldest go first.</summary>
    internal const int Most = 50_000;

    private const int Lanes = 256;

    private readonly Lock gate = new();
    private readonly SemaphoreSlim[] lanes = [.. Enumerable.Range(0, Lanes).Select(_ => new SemaphoreSlim(1))];
    private readonly Dictionary<string, Count> counts = new(StringComparer.Ordinal);

    /// <summary>Counters kept now.</summary>
    internal int Kept
    {
        get
        {
            lock (gate) return counts.Count;
        }
    }

    /// <summary>
    /// Lets the tries of one caller for one account go one after the other, so that twenty wrong ones at once are not one, and twenty right
    /// ones are all let in.
    /// </summary>
    public async Task<IDisposable> OneByOneAsync(IPAddress? caller, string account, CancellationToken cancellationToken)
    {
        var lane = lanes[(uint)HashCode.Combine(CallerOf(caller), AccountOf(account)) % Lanes];
        await lane.WaitAsync(cancellationToken);
        return new Turn(lane);
    }

    /// <summary>Takes a try; a right one is given back by <see cref="Forget"/>.</summary>
    /// <param name="caller">Where the request came from.</param>
    /// <param name="account">The address that was typed, whether or not there is such an account.</param>
    /// <param name="known">The name of a browser in which this account signed in before; null for a stranger.</param>
    public Throttled Take(IPAddress? caller, string account, string? known)
    {
        var (from, who) = (CallerOf(caller), AccountOf(account));
        var now = time.GetUtcNow();
        lock (gate)
        {
            Prune(now);
            var byCaller = Of("c:" + from, now);
            if (byCaller.Wrong >= PerCaller) return Throttled.Caller;
            var pair = Of(known is null ? $"p:{from}:{who}" : "k:" + known, now);
            var strangers = known is null ? Of("a:" + who, now) : null;
            if (pair.Wrong >= PerPair || strangers?.Wrong >= PerAccount) return Throttled.Account;
            byCaller.Wrong++;
            pair.Wrong++;
            if (strangers is not null) strangers.Wrong++;
            return Throttled.No;
        }
    }

    /// <summary>The try was right: it and the wrong ones before it, from the same place, count no more.</summary>
    public void Forget(IPAddress? caller, string account, string? known)
    {
        var (from, who) = (CallerOf(caller), AccountOf(account));
        lock (gate)
        {
            counts.Remove(known is null ? $"p:{from}:{who}" : "k:" + known);
            Lower("c:" + from);
            if (known is null) Lower("a:" + who);
        }
    }

    private void Lower(string key)
    {
        if (counts.TryGetValue(key, out var count) && count.Wrong > 0) count.Wrong--;
    }

    private Count Of(string key, DateTimeOffset now)
    {
        if (counts.TryGetValue(key, out var count) && now - count.Since < Wait) return count;
        counts.Remove(key);
        return counts[key] = new Count { Since = now };
    }

    // Counters older than the wait say nothing any more; when strangers fill the memory all the same, the oldest go.
    private void Prune(DateTimeOffset now)
    {
        if (counts.Count < Most) return;
        foreach (var old in counts.Where(c => now - c.Value.Since >= Wait).Select(c => c.Key).ToList()) counts.Remove(old);
        if (counts.Count < Most) return;
        foreach (var oldest in counts.OrderBy(c => c.Value.Since).Take(Most / 10).Select(c => c.Key).ToList()) counts.Remove(oldest);
    }

    // One household or one server has a whole /64.
    private static string CallerOf(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }

    private static string AccountOf(string account) => Domain.Text.Bound(account.Trim().ToUpperInvariant(), 320);

    private sealed class Turn(SemaphoreSlim lane) : IDisposable
    {
        public void Dispose() => lane.Release();
    }

    private sealed class Count
    {
        public DateTimeOffset Since { get; init; }

        public int Wrong { get; set; }
    }
}
