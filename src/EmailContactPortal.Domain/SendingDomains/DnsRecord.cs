namespace EmailContactPortal.Domain.SendingDomains;

/// <summary>A TXT record as a domain's owner has to publish it.</summary>
/// <param name="Host">Its full name, without a dot at the end.</param>
/// <param name="Value">Its text in one piece, as the forms of most DNS providers want it.</param>
public sealed record DnsRecord(string Host, string Value)
{
    /// <summary>Longest string inside a TXT record, octets (RFC 1035 3.3).</summary>
    private const int MaxString = 255;

    /// <summary>The record as a line of a zone file, in strings that are short enough.</summary>
    public string ZoneLine => $"{Host}. IN TXT {string.Join(' ', Value.Chunk(MaxString).Select(s => $"\"{new string(s)}\""))}";

    /// <summary>Where a signing key's record stands and what it says.</summary>
    public static DnsRecord ForKey(string domain, SigningKey key) => new($"{key.Selector}._domainkey.{domain}", key.Record);

    /// <summary>Who may send for the domain: the mail servers named, others doubtful.</summary>
    /// <param name="domain">The domain in the return path.</param>
    /// <param name="servers">Host names or addresses of the mail servers; local ones are left out.</param>
    public static DnsRecord ForSpf(string domain, IEnumerable<string> servers)
    {
        var named = servers.Select(Mechanism).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return new DnsRecord(domain, $"v=spf1 {(named.Count == 0 ? "mx" : string.Join(' ', named))} ~all");
    }

    /// <summary>A beginning that refuses nothing and asks for reports.</summary>
    public static DnsRecord ForDmarc(string domain) => new($"_dmarc.{domain}", $"v=DMARC1; p=none; rua=mailto:postmaster@{domain}");

    private static string? Mechanism(string server)
    {
        if (!System.Net.IPAddress.TryParse(server.Trim('[', ']'), out var address))
            return server.Contains('.', StringComparison.Ordinal) ? $"a:{server.ToLowerInvariant()}" : null;
        if (System.Net.IPAddress.IsLoopback(address)) return null;
        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"ip6:{address}" : $"ip4:{address}";
    }
}
