using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Sending.Pacing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.RecipientDomains;

/// <summary>Reads and changes the limits per recipient domain; running campaigns take them over within some seconds.</summary>
public sealed class DomainLimitCommands(PortalContext db, TimeProvider time)
{
    public async Task<DomainLimitPage> ListAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var limits = await db.DomainLimits.AsNoTracking().OrderBy(l => l.Domains == DomainLimit.Others ? 1 : 0).ThenBy(l => l.Name).ToListAsync(cancellationToken);
        var slow = await PacingStatus.SlowDomainsAsync(db, now, cancellationToken);
        return new DomainLimitPage(
            [.. limits.Select(l => new DomainLimitRow(l, slow.GetValueOrDefault(l.Name), slow.GetValueOrDefault(l.Name)?.RateAt(now) ?? 0))],
            [.. slow.Values.Where(s => limits.All(l => l.Name != s.Domain)).OrderBy(s => s.Domain).Take(200).Select(s => new SlowDomainRow(s, s.RateAt(now) ?? 0))],
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

    public async Task<Result> SaveAsync(DomainLimitForm form, CancellationToken cancellationToken)
    {
        var name = Text.OneLine(form.Name);
        var limit = await db.DomainLimits.SingleOrDefaultAsync(l => l.Id == form.Id, cancellationToken);
        form.IsForOthers = limit?.Domains == DomainLimit.Others;
        var domains = form.IsForOthers ? DomainLimit.Others : DomainLimit.ParseDomains(form.Domains);
        if (!domains.Succeeded) return domains;
        if (await TakenAsync(form.Id, domains.Value, cancellationToken) is { } taken)
            return Problem.Conflict("domain-limit.domain-taken", taken.Domain, taken.Name).At(nameof(form.Domains));

        if (limit is null) db.DomainLimits.Add(limit = new DomainLimit { Name = name, Domains = domains.Value });
        (limit.Name, limit.Domains) = (name, domains.Value);
        (limit.MaxConnections, limit.MaxPerSecond, limit.MaxPerMinute, limit.HoldsForRelays) = (form.MaxConnections, form.MaxPerSecond, form.MaxPerMinute, form.HoldsForRelays);
        return await db.SaveOrRefuseAsync(Problem.Conflict("domain-limit.name-taken", name).At(nameof(form.Name)), cancellationToken);
    }

    public async Task<Result> DeleteAsync(int id, CancellationToken cancellationToken) =>
        await db.DomainLimits.Where(l => l.Id == id && l.Domains != DomainLimit.Others).ExecuteDeleteAsync(cancellationToken) == 1 || !await db.DomainLimits.AnyAsync(l => l.Id == id, cancellationToken)
            ? Result.Ok
            : Problem.Conflict("domain-limit.others");

    private async Task<(string Domain, string Name)?> TakenAsync(int id, string domains, CancellationToken cancellationToken)
    {
        var wanted = domains.Split(' ').ToHashSet(StringComparer.Ordinal);
        foreach (var other in await db.DomainLimits.AsNoTracking().Where(l => l.Id != id).ToListAsync(cancellationToken))
        {
            if (other.Each().FirstOrDefault(wanted.Contains) is { } domain) return (domain, other.Name);
        }

        return null;
    }
}
