namespace EmailContactPortal.Domain.MailServers;

/// <summary>How fast mail may go to the recipient domains of one mailbox provider, all of them together.</summary>
public sealed class DomainLimit
{
    /// <summary>Stands for every domain that no other limit names; each such domain has the limit for itself.</summary>
    public const string Others = "*";

    public const int MaxName = 100;

    /// <summary>Longest list of domains, characters.</summary>
    public const int MaxDomains = 2000;

    public int Id { get; set; }

    public required string Name { get; set; }

    /// <summary>ASCII, lower case, set apart by single spaces; or <see cref="Others"/>.</summary>
    public required string Domains { get; set; }

    /// <summary>Messages on their way at once, of each portal instance; 0 is unlimited.</summary>
    public int MaxConnections { get; set; }

    /// <summary>0 is unlimited.</summary>
    public double MaxPerSecond { get; set; }

    /// <summary>0 is unlimited.</summary>
    public int MaxPerMinute { get; set; }

    /// <summary>Holds on every mail server; else only on those that deliver themselves.</summary>
    public bool HoldsForRelays { get; set; }

    /// <summary>Messages per second that both rates allow; 0 is unlimited.</summary>
    public double Rate => (MaxPerSecond, MaxPerMinute) switch
    {
        ( <= 0, <= 0) => 0,
        ( <= 0, _) => MaxPerMinute / 60.0,
        (_, <= 0) => MaxPerSecond,
        _ => Math.Min(MaxPerSecond, MaxPerMinute / 60.0),
    };

    /// <summary>The domains one by one; none for <see cref="Others"/>.</summary>
    public IEnumerable<string> Each() => Domains == Others ? [] : Domains.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reads domains set apart by commas, spaces or lines, each once, in their ASCII form.</summary>
    public static Result<string> ParseDomains(string? text)
    {
        var domains = new List<string>();
        foreach (var part in (text ?? "").Split([',', ';', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!EmailAddress.TryNormalize("a@" + part.TrimStart('@'), out var address, out _))
                return Problem.Invalid("domain-limit.domain", Text.Bound(part, 60)).At("Domains");
            var domain = EmailAddress.Key(address)[2..];
            if (!domains.Contains(domain, StringComparer.Ordinal))
                domains.Add(domain);
        }

        var list = string.Join(' ', domains);
        return list.Length switch
        {
            0 => Problem.Invalid("domain-limit.none").At("Domains"),
            > MaxDomains => Problem.Invalid("domain-limit.long", MaxDomains).At("Domains"),
            _ => list,
        };
    }
}
