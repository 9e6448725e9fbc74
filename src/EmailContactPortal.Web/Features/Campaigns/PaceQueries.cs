using EmailContactPortal.Data;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Sending.Pacing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Campaigns;

/// <summary>A campaign at one mail server.</summary>
internal sealed record ServerProgress(ServerStatus Status, int Sent, int Deferred, int Rejected);

/// <summary>A campaign at one recipient domain, or at all that have no row of their own.</summary>
/// <param name="Count">The counters.</param>
/// <param name="Limit">The limit that holds now, in words; null when none does.</param>
/// <param name="Slow">Set while the domain asked for less.</param>
/// <param name="SlowRate">What it is held to then, in words.</param>
internal sealed record DomainProgress(CampaignDomainCount Count, string? Limit, Slowdown? Slow, string? SlowRate)
{
    public int Failed => Count.Bounced + Count.Rejected;

    public int Handled => Math.Min(Count.Recipients, Count.Sent + Count.Deferred + Failed + Count.Uncertain);
}

/// <summary>How a campaign gets on with each mail server and recipient domain: from counters, never from its deliveries.</summary>
internal sealed record CampaignPace(IReadOnlyList<ServerProgress> Servers, IReadOnlyList<DomainProgress> Domains)
{
    /// <summary>When something is to be said about why it waits: every server out of use, or null.</summary>
    public DateTime? AllWaitUntil =>
        Servers.Count > 0
            && Servers.All(s => s.Status.Condition is ServerCondition.Paused or ServerCondition.AtLimit or ServerCondition.Off)
        ? Servers.Where(s => s.Status.Until is not null).Min(s => s.Status.Until)
        : null;

    public static async Task<CampaignPace> ReadAsync(PortalContext db, Campaign campaign, DateTime now, CancellationToken cancellationToken)
    {
        var counts = await db.CampaignServerCounts.AsNoTracking().Where(c => c.CampaignId == campaign.Id)
            .ToDictionaryAsync(c => c.MailServerId, cancellationToken);
        var isSending = campaign.Status == CampaignStatus.Sending;
        var all = await PacingStatus.ServersAsync(db, now, cancellationToken);
        var servers = all.Where(s => counts.ContainsKey(s.Id) || isSending && s.Condition != ServerCondition.Off)
            .Select(s => new ServerProgress(
                s, counts.GetValueOrDefault(s.Id)?.Sent ?? 0, counts.GetValueOrDefault(s.Id)?.Deferred ?? 0,
                counts.GetValueOrDefault(s.Id)?.Rejected ?? 0))
            .ToList();
        return new CampaignPace(servers, await DomainsAsync(db, campaign, now, cancellationToken));
    }

    private static async Task<IReadOnlyList<DomainProgress>> DomainsAsync(
        PortalContext db, Campaign campaign, DateTime now, CancellationToken cancellationToken)
    {
        var rows = await db.CampaignDomainCounts.AsNoTracking().Where(c => c.CampaignId == campaign.Id && c.Recipients > 0)
            .ToListAsync(cancellationToken);
        var slow = await PacingStatus.SlowDomainsAsync(db, now, cancellationToken);
        var limits = await db.DomainLimits.AsNoTracking().ToListAsync(cancellationToken);
        var areDirect = await db.MailServers.AnyAsync(s => s.IsEnabled && s.DeliversItself, cancellationToken);
        var byDomain = limits.SelectMany(l => l.Each().Select(d => (Domain: d, Limit: l))).DistinctBy(p => p.Domain)
            .ToDictionary(p => p.Domain, p => p.Limit, StringComparer.OrdinalIgnoreCase);
        var forOthers = limits.FirstOrDefault(l => l.Domains == DomainLimit.Others);
        return
        [
            .. rows.OrderBy(c => c.Domain == CampaignDomainCount.Others).ThenByDescending(c => c.Recipients).ThenBy(c => c.Domain)
                .Select(c =>
            {
                var limit = byDomain.GetValueOrDefault(c.Domain) ?? forOthers;
                var trouble = c.Domain.Length == 0
                    ? null
                    : slow.GetValueOrDefault(limit is null || limit == forOthers ? c.Domain : limit.Name);
                return new DomainProgress(
                    c, limit is not null && (areDirect || limit.HoldsForRelays)
                        ? c.Domain.Length == 0 && InWords(limit) is not null ? Words.Of("Own limit each") : InWords(limit)
                        : null, trouble, trouble?.RateAt(now) is { } rate ? PacingStatus.Rate(rate) : null);
            }),
        ];
    }

    private static string? InWords(DomainLimit limit) => (limit.Rate, limit.MaxConnections) switch
    {
        ( > 0, _) => Words.Of("At most {0}", PacingStatus.Rate(limit.Rate)),
        (_, > 0) => Words.Of("At most {0} at once", limit.MaxConnections),
        _ => null,
    };
}
