using System.Security.Cryptography;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Keys;
using EmailContactPortal.Domain.SendingDomains;
using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Dkim;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Sending.Signing;

/// <summary>Makes signing keys and finds those that sign a sender's mail. Private keys are in the clear only here and in memory.</summary>
public sealed class SigningKeys(SecretBox secrets, ILogger<SigningKeys> logger)
{
    /// <summary>A new key that does not sign yet: its record has to be in DNS first.</summary>
    public SigningKey Make(int domainId, SigningAlgorithm algorithm, string selector, DateTime now)
    {
        using var key = algorithm == SigningAlgorithm.Ed25519 ? DkimKey.GenerateEd25519() : DkimKey.GenerateRsa();
        return new SigningKey
        {
            SendingDomainId = domainId,
            Algorithm = algorithm,
            Selector = selector,
            Record = key.DnsRecord,
            ProtectedKey = secrets.Protect(key.ExportPem())!,
            CreatedAt = now,
        };
    }

    /// <summary>Whether the stored key can still be read; false when the portal's own keys are lost.</summary>
    public bool CanRead(SigningKey key) => secrets.Unprotect(key.ProtectedKey) is not null;

    /// <summary>Who signs mail of this sender; null when no key does.</summary>
    internal async Task<DkimSigner?> FindAsync(PortalContext db, MailboxAddress sender, CancellationToken cancellationToken)
    {
        var names = Names(sender.Domain);
        var active = await db.SendingDomains.AsNoTracking()
            .Where(d => names.Contains(d.Name))
            .Join(db.SigningKeys.Where(k => k.IsActive), d => d.Id, k => k.SendingDomainId, (d, k) => new { d.Name, Key = k })
            .ToListAsync(cancellationToken);
        // The nearest domain that signs: keys of example.com sign for news.example.com unless that has its own.
        var nearest = active.GroupBy(a => a.Name, a => a.Key).MaxBy(g => g.Key.Length);
        if (nearest is null)
            return null;
        var selectors = nearest.OrderBy(k => k.Algorithm).ThenBy(k => k.Id).Select(Open).OfType<DkimSelector>().ToList();
        return selectors.Count == 0 ? null : new DkimSigner(nearest.Key, selectors);
    }

    private DkimSelector? Open(SigningKey key)
    {
        try
        {
            if (secrets.Unprotect(key.ProtectedKey) is { } pem)
                return new DkimSelector(key.Selector, DkimKey.Import(pem));
            logger.LogError(
                "The signing key {Selector} cannot be read, and mail goes out without it. Make a new one in Settings.", key.Selector);
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            logger.LogError("The signing key {Selector} cannot be used, and mail goes out without it: {Reason}", key.Selector, e.Message);
        }

        return null;
    }

    private static List<string> Names(string domain)
    {
        var names = new List<string>();
        for (var at = 0; at >= 0 && at < domain.Length; at = domain.IndexOf('.', at) + 1)
        {
            names.Add(domain[at..]);
            if (domain.IndexOf('.', at) < 0)
                break;
        }

        return names;
    }
}
