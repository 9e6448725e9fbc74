using EmailContactPortal.Data;
using EmailContactPortal.Domain.SendingDomains;
using EmailContactPortal.Sending.Signing;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.SendingDomains;

/// <summary>Reads sending domains; private keys are not among what is read for pages.</summary>
internal sealed class SendingDomainQueries(PortalContext db, SigningKeys keys, ListReading lists)
{
    public static ListSpec<SendingDomainRow, SendingDomainRow> Spec { get; } = new ListSpec<SendingDomainRow, SendingDomainRow>(
        "sending-domains", "domains")
        .Column("name", "Domain")
        .Column("keys", "Keys")
        .Column("state", "State")
        .Column("checked", "Checked")
        .Says(
            "Sending domains",
            new(
                "writing-sign", "No domain yet",
                "Mail goes out unsigned, and more of it ends as spam. Add the domain of your sender addresses beside this."));

    public async Task<ListPage<SendingDomainRow>> ListAsync(CancellationToken cancellationToken) =>
        await lists.WholeAsync(Spec, await db.SendingDomains.AsNoTracking().OrderBy(d => d.Name).Select(d => new SendingDomainRow(
            d.Id,
            d.Name,
            db.SigningKeys.Count(k => k.SendingDomainId == d.Id && k.IsActive),
            db.SigningKeys.Count(k => k.SendingDomainId == d.Id),
            !db.SigningKeys.Any(k => k.SendingDomainId == d.Id && k.IsActive && k.State != RecordState.Found),
            d.CheckedAt)).ToListAsync(cancellationToken), cancellationToken);

    public async Task<SendingDomainPage?> FindAsync(int id, CancellationToken cancellationToken)
    {
        if (await db.SendingDomains.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancellationToken) is not { } domain) return null;
        var stored = await db.SigningKeys.AsNoTracking().Where(k => k.SendingDomainId == id)
            .OrderByDescending(k => k.IsActive).ThenBy(k => k.RetiredAt).ThenBy(k => k.Algorithm).ThenByDescending(k => k.Id)
                .ToListAsync(cancellationToken);
        var views = stored.Select(k => new SigningKeyView(
            k.Id, k.Selector, k.Algorithm, DnsRecord.ForKey(domain.Name, k), k.IsActive, k.CreatedAt, k.RetiredAt, k.State, k.Note,
            keys.CanRead(k),
            stored.Find(o => o.IsActive && o.Algorithm == k.Algorithm && o.Id != k.Id)?.Selector)).ToList();
        var servers = await db.MailServers.AsNoTracking().Where(s => s.IsEnabled).Select(s => s.Host).ToListAsync(cancellationToken);
        return new SendingDomainPage(
            domain,
            [.. views.Where(k => k.RetiredAt is null), .. views.Where(k => k.RetiredAt is not null)],
            DnsRecord.ForSpf(domain.Name, servers),
            DnsRecord.ForDmarc(domain.Name));
    }
}
