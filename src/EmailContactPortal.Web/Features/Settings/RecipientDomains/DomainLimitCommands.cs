using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.MailServers;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.RecipientDomains;

/// <summary>Changes the limits per recipient domain; running campaigns take them over within some seconds.</summary>
internal sealed class DomainLimitCommands(PortalContext db)
{
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
        (limit.MaxConnections, limit.MaxPerSecond, limit.MaxPerMinute, limit.HoldsForRelays) = (form.MaxConnections, form.MaxPerSecond,
            form.MaxPerMinute, form.HoldsForRelays);
        return await db.SaveOrRefuseAsync(Problem.Conflict("domain-limit.name-taken", name).At(nameof(form.Name)), cancellationToken);
    }

    public async Task<Result> DeleteAsync(int id, CancellationToken cancellationToken) =>
        await db.DomainLimits.Where(l => l.Id == id && l.Domains != DomainLimit.Others).ExecuteDeleteAsync(cancellationToken) == 1
            || !await db.DomainLimits.AnyAsync(l => l.Id == id, cancellationToken)
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
