using System.Globalization;

namespace EmailContactPortal.Domain.SendingDomains;

/// <summary>What a key signs with.</summary>
public enum SigningAlgorithm
{
    /// <summary>RSA with 2048 bits, which every receiver knows (RFC 8301).</summary>
    Rsa = 1,

    /// <summary>Ed25519 (RFC 8463), short and fast; not every receiver knows it, so RSA goes beside it.</summary>
    Ed25519 = 2,
}

/// <summary>A private key that signs the mail of one domain, under a selector that its DNS record carries (RFC 6376).</summary>
public sealed class SigningKey
{
    public int Id { get; set; }

    public int SendingDomainId { get; set; }

    /// <summary>Unique in the domain; the record stands at <c>selector._domainkey.domain</c>.</summary>
    public required string Selector { get; set; }

    public SigningAlgorithm Algorithm { get; set; }

    /// <summary>Text of the DNS record; public.</summary>
    public required string Record { get; set; }

    /// <summary>The private key, encrypted; it never leaves the portal.</summary>
    public required string ProtectedKey { get; set; }

    /// <summary>Whether it signs now.</summary>
    public bool IsActive { get; set; }

    public DateTime CreatedAt { get; set; }

    /// <summary>UTC when it stopped signing; its record must stay in DNS until mail on its way has arrived.</summary>
    public DateTime? RetiredAt { get; set; }

    public DateTime? CheckedAt { get; set; }

    public RecordState State { get; set; }

    public string? Note { get; set; }

    /// <summary>The first selector of this day that is free; it says who made it, when and for what.</summary>
    public static string NewSelector(SigningAlgorithm algorithm, DateTime now, IReadOnlyCollection<string> taken)
    {
        var start = string.Create(CultureInfo.InvariantCulture, $"ecp{now:yyyyMMdd}{(algorithm == SigningAlgorithm.Rsa ? 'r' : 'e')}");
        for (var number = 1; ; number++)
        {
            var selector = number == 1 ? start : string.Create(CultureInfo.InvariantCulture, $"{start}{number}");
            if (!taken.Contains(selector)) return selector;
        }
    }
}
