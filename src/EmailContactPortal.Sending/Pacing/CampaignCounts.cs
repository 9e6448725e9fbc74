using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Pacing;

/// <summary>
/// Makes a campaign's counters by recipient domain and mail server out of its rows: at launch, and when a crash left them behind.
/// </summary>
internal static class CampaignCounts
{
    /// <summary>Domains with a row of their own.</summary>
    internal const int MostDomains = 25;

    /// <summary>The domains of a campaign with a row of their own.</summary>
    internal static Task<List<string>> DomainsAsync(PortalContext db, int campaignId, CancellationToken cancellationToken) =>
        db.CampaignDomainCounts.Where(c => c.CampaignId == campaignId && c.Domain != CampaignDomainCount.Others).Select(c => c.Domain)
            .ToListAsync(cancellationToken);

    /// <summary>
    /// Counts again if the sums are not those of the campaign's totals, which never are wrong; not while other instances still count.
    /// </summary>
    internal static async Task RepairAsync(PortalContext db, int campaignId, DateTime now, CancellationToken cancellationToken)
    {
        var recent = now - PacingStore.HeartbeatLasts;
        if (!db.HasOneInstance() && await db.MailServerHeartbeats.AnyAsync(p => p.At > recent, cancellationToken))
            return;
        var kept = await db.CampaignDomainCounts.Where(c => c.CampaignId == campaignId).GroupBy(_ => 1)
            .Select(g => new
            {
                Sent = g.Sum(c => c.Sent),
                Deferred = g.Sum(c => c.Deferred),
                Bounced = g.Sum(c => c.Bounced),
                Rejected = g.Sum(c => c.Rejected),
                Uncertain = g.Sum(c => c.Uncertain),
            })
            .SingleOrDefaultAsync(cancellationToken);
        var totals = await db.CampaignTotals.AsNoTracking().SingleOrDefaultAsync(t => t.CampaignId == campaignId, cancellationToken);
        if (totals is null || kept is not null
            && (kept.Sent, kept.Deferred, kept.Bounced, kept.Rejected, kept.Uncertain) == (
                totals.Sent, totals.Deferred, totals.Bounced, totals.Rejected, totals.Uncertain))
            return;
        await db.InTransactionAsync(
            async token =>
            {
                await CountAsync(db, campaignId, token);
                return 0;
            },
            cancellationToken);
    }

    /// <summary>Counts all rows; to be called in a transaction where others write.</summary>
    internal static async Task CountAsync(PortalContext db, int campaignId, CancellationToken cancellationToken)
    {
        var parts = await Parts(db, campaignId).ToListAsync(cancellationToken);
        var domains = parts.GroupBy(p => p.Domain, StringComparer.OrdinalIgnoreCase).OrderByDescending(g => g.Sum(p => p.Count)).ToList();
        var rows = domains.Take(MostDomains).Select(g => Row(campaignId, g.Key, 1, g)).ToList();
        rows.Add(
            Row(
                campaignId, CampaignDomainCount.Others, Math.Max(0, domains.Count - MostDomains),
                domains.Skip(MostDomains).SelectMany(g => g)));
        await db.CampaignDomainCounts.Where(c => c.CampaignId == campaignId).ExecuteDeleteAsync(cancellationToken);
        db.CampaignDomainCounts.AddRange(rows);

        var servers = await db.Deliveries
            .Where(
                d => d.CampaignId == campaignId && d.MailServerId != null
                    && (d.Status == DeliveryStatus.Sent || d.Status == DeliveryStatus.Bounced))
            .GroupBy(d => d.MailServerId!.Value).Select(g => new { Id = g.Key, Count = g.Count() })
            .ToListAsync(cancellationToken);
        var kept = await db.CampaignServerCounts.Where(c => c.CampaignId == campaignId).ToListAsync(cancellationToken);
        foreach (var server in kept)
            server.Sent = servers.FirstOrDefault(s => s.Id == server.MailServerId)?.Count ?? 0;
        db.CampaignServerCounts.AddRange(
            servers.Where(s => kept.All(k => k.MailServerId != s.Id))
                .Select(s => new CampaignServerCount { CampaignId = campaignId, MailServerId = s.Id, Sent = s.Count }));
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    /// <summary>All deliveries by domain and state.</summary>
    internal static IQueryable<Part> Parts(PortalContext db, int campaignId) =>
        db.Deliveries.Where(d => d.CampaignId == campaignId)
#pragma warning disable CA1310, CA1866 // It is the database that looks for it.
            .GroupBy(d => new { Domain = d.EmailKey.Substring(d.EmailKey.IndexOf("@") + 1), d.Status })
#pragma warning restore CA1310, CA1866
            .Select(g => new Part(g.Key.Domain, g.Key.Status, g.Count()));

    private static CampaignDomainCount Row(int campaignId, string domain, int domains, IEnumerable<Part> parts)
    {
        var by = parts.GroupBy(p => p.Status).ToDictionary(g => g.Key, g => g.Sum(p => p.Count));
        return new CampaignDomainCount
        {
            CampaignId = campaignId,
            Domain = domain,
            Domains = domains,
            Recipients = by.Where(p => p.Key != DeliveryStatus.Excluded).Sum(p => p.Value),
            Sent = by.GetValueOrDefault(DeliveryStatus.Sent),
            Deferred = by.GetValueOrDefault(DeliveryStatus.Deferred),
            Bounced = by.GetValueOrDefault(DeliveryStatus.Bounced),
            Rejected = by.GetValueOrDefault(DeliveryStatus.Rejected),
            Uncertain = by.GetValueOrDefault(DeliveryStatus.Uncertain),
        };
    }

    /// <summary>Deliveries of one domain in one state.</summary>
    internal sealed record Part(string Domain, DeliveryStatus Status, int Count);
}
