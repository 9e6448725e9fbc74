using EmailContactPortal.Data;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Sending.Pacing;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.RecipientDomains;

/// <summary>Reads the limits per recipient domain, and which domains are slowed down now.</summary>
internal sealed class DomainLimitQueries(PortalContext db, ListReading lists, TimeProvider time)
{
    public static ListSpec<DomainLimitRow, DomainLimitRow> Spec { get; } = new ListSpec<DomainLimitRow, DomainLimitRow>(
        "recipient-domains", "limits")
        .Column("name", "Name")
        .Column("limit", "Limit")
        .Column("holds", "Holds on")
        .Column("state", "State")
        .Says(
            "Limits per recipient domain",
            new(
                "gauge", "No limit yet", "Mail goes to every domain as fast as the mail servers allow.",
                ("New limit", "/settings/recipient-domains/new")));

    public async Task<DomainLimitPage> ListAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var limits = await db.DomainLimits.AsNoTracking().OrderBy(l => l.Domains == DomainLimit.Others ? 1 : 0).ThenBy(l => l.Name)
            .ToListAsync(cancellationToken);
        var slow = await PacingStatus.SlowDomainsAsync(db, now, cancellationToken);
        return new DomainLimitPage(
            await lists.WholeAsync(
                Spec, [.. limits.Select(l => new DomainLimitRow(
                    l, slow.GetValueOrDefault(l.Name), slow.GetValueOrDefault(l.Name)?.RateAt(now) ?? 0))], cancellationToken),
            [.. slow.Values.Where(s => limits.All(l => l.Name != s.Domain)).OrderBy(s => s.Domain).Take(200)
                .Select(s => new SlowDomainRow(s, s.RateAt(now) ?? 0))],
            await db.MailServers.AnyAsync(s => s.IsEnabled && s.DeliversItself, cancellationToken));
    }

    public Task<DomainLimitForm?> FindAsync(int id, CancellationToken cancellationToken) =>
        db.DomainLimits.AsNoTracking().Where(l => l.Id == id).Select(l => new DomainLimitForm
        {
            Id = l.Id,
            Name = l.Name,
            Domains = l.Domains,
            IsForOthers = l.Domains == DomainLimit.Others,
            MaxConnections = l.MaxConnections,
            MaxPerSecond = l.MaxPerSecond,
            MaxPerMinute = l.MaxPerMinute,
            HoldsForRelays = l.HoldsForRelays,
        }).SingleOrDefaultAsync(cancellationToken);
}
