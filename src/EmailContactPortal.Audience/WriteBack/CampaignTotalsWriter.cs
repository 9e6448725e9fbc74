using EmailContactPortal.Crm;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.CrmConnections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Audience.WriteBack;

/// <summary>
/// Puts totals on the CRM's campaign after facts were written: the sums over all portal campaigns that were mailed to its people, not more
/// often than every five minutes, and once more when nothing is left to write. What the CRM does not take now is tried again.
/// </summary>
internal sealed class CampaignTotalsWriter(IDbContextFactory<PortalContext> contexts, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(2);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public async Task WriteAsync(
        ICrmAdapter adapter, int connectionId, IReadOnlyCollection<int> campaignIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = Now;
        var touched = await db.Campaigns.Where(c => c.CrmConnectionId == connectionId && c.CrmCampaignId != null
            && (campaignIds.Contains(c.Id) || c.CrmTotalsDueAt <= now))
            .Select(c => c.CrmCampaignId!).Distinct().ToListAsync(cancellationToken);
        foreach (var crmId in touched) await WriteOneAsync(db, adapter, connectionId, crmId, cancellationToken);
    }

    private async Task WriteOneAsync(
        PortalContext db, ICrmAdapter adapter, int connectionId, string crmId, CancellationToken cancellationToken)
    {
        var (now, campaigns) = (Now, db.Campaigns.Where(c => c.CrmConnectionId == connectionId && c.CrmCampaignId == crmId));
        var before = now - Every;
        var isRecent = await campaigns.AnyAsync(c => c.CrmTotalsAt >= before && c.CrmTotalsDueAt == null, cancellationToken);
        if (isRecent
            && await campaigns.AnyAsync(
                c => db.WriteBackEntries.Any(e => e.CampaignId == c.Id && e.Status == WriteBackStatus.Pending), cancellationToken)) return;
        var counts = await db.CampaignTotals.Where(t => campaigns.Any(c => c.Id == t.CampaignId))
            .Select(t => new CrmTotals(t.Sent, t.UniqueOpens, t.UniqueClicks, t.Unsubscribes, t.Bounced)).ToListAsync(cancellationToken);
        if (counts.Count == 0) return;
        try
        {
            await adapter.WriteTotalsAsync(crmId, Sum(counts), cancellationToken);
            await campaigns.ExecuteUpdateAsync(
                s => s.SetProperty(c => c.CrmTotalsAt, now).SetProperty(c => c.CrmTotalsDueAt, (DateTime?)null), cancellationToken);
        }
        catch (CrmException e)
        {
            // The facts on the contacts are what counts; a campaign that cannot be changed must not hold them back.
            logger.LogWarning(
                "Totals cannot be written on campaign {CrmCampaign} of CRM connection {Connection}: {Fault}", crmId, connectionId, e.Fault);
            DateTime? again = e.MayPass ? now + Again : null;
            await campaigns.ExecuteUpdateAsync(s => s.SetProperty(c => c.CrmTotalsDueAt, again), cancellationToken);
        }
    }

    private static CrmTotals Sum(List<CrmTotals> counts) =>
        new(
            counts.Sum(c => c.Sent), counts.Sum(c => c.Opened), counts.Sum(c => c.Clicked), counts.Sum(c => c.Unsubscribed),
            counts.Sum(c => c.Bounced));
}
