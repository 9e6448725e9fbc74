using EmailContactPortal.Data;
using EmailContactPortal.Domain.SendingDomains;
using EmailContactPortal.Mail.Resolving;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Signing;

/// <summary>Looks up in DNS what a sending domain should say, and keeps what was found.</summary>
public sealed class DomainChecks(IDbContextFactory<PortalContext> contexts, ITextRecords dns, TimeProvider time)
{
    /// <summary>Looks up keys, SPF and DMARC of a domain; false when the domain is gone.</summary>
    public async Task<bool> RunAsync(int domainId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.SendingDomains.SingleOrDefaultAsync(d => d.Id == domainId, cancellationToken) is not { } domain)
            return false;
        var keys = await db.SigningKeys.Where(k => k.SendingDomainId == domainId).ToListAsync(cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;

        var spf = FindAsync(domain.Name, RecordFinding.OfSpf, cancellationToken);
        var dmarc = FindAsync(DnsRecord.ForDmarc(domain.Name).Host, RecordFinding.OfDmarc, cancellationToken);
        var found = await Task.WhenAll(keys.Select(k => FindAsync(
            DnsRecord.ForKey(domain.Name, k).Host, texts => RecordFinding.OfKey(k.Record, texts), cancellationToken)));
        (domain.SpfState, domain.SpfNote) = await spf;
        (domain.DmarcState, domain.DmarcNote) = await dmarc;
        domain.CheckedAt = now;
        foreach (var (key, finding) in keys.Zip(found))
        {
            (key.State, key.Note) = finding;
            key.CheckedAt = now;
        }

        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    private async Task<RecordFinding> FindAsync(
        string name, Func<IReadOnlyList<string>, RecordFinding> judge, CancellationToken cancellationToken)
    {
        try
        {
            return judge(await dns.FindAsync(name, cancellationToken));
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            return RecordFinding.Unanswered($"DNS gave no answer for {name}: {e.Message}.");
        }
    }
}
