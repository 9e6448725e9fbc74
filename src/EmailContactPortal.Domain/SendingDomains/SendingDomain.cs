namespace EmailContactPortal.Domain.SendingDomains;

/// <summary>A domain that mail is sent from, and what its owner has published about it in DNS.</summary>
public sealed class SendingDomain
{
    public int Id { get; set; }

    /// <summary>ASCII, lower case; international names in punycode.</summary>
    public required string Name { get; set; }

    public DateTime CreatedAt { get; set; }

    /// <summary>UTC of the last look at DNS.</summary>
    public DateTime? CheckedAt { get; set; }

    /// <summary>Who may send for the domain (RFC 7208).</summary>
    public RecordState SpfState { get; set; }

    public string? SpfNote { get; set; }

    /// <summary>What receivers do with mail that cannot be proven (RFC 7489).</summary>
    public RecordState DmarcState { get; set; }

    public string? DmarcNote { get; set; }
}
