using EmailContactPortal.Crm;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.CrmConnections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Audience.WriteBack;

/// <summary>Puts a mailing's totals on the CRM's campaign after facts were written: not more often than every five minutes, and once more when nothing is left to write.</summary>
internal sealed class CampaignTotalsWriter(IDbContextFactory<PortalContext> contexts, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    public async Task WriteAsync(ICrmAdapter adapter, IReadOnlyCollection<int> campaignIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        var before = now - Every;
        var due = await db.Campaigns.AsNoTracking().Where(c => campaignIds.Contains(c.Id) && c.CrmCampaignId != null)
            .Where(c => c.CrmTotalsAt == null || c.CrmTotalsAt < before || !db.WriteBackEntries.Any(e => e.CampaignId == c.Id && e.Status == WriteBackStatus.Pending))
            .Select(c => new { c.Id, CrmId = c.CrmCampaignId!, Totals = db.CampaignTotals.Where(t => t.CampaignId == c.Id).Select(t => new CrmTotals(t.Sent, t.UniqueOpens, t.UniqueClicks, t.Unsubscribes, t.Bounced)).FirstOrDefault() })
            .ToListAsync(cancellationToken);
        foreach (var campaign in due.Where(c => c.Totals is not null))
        {
            try
            {
                await adapter.WriteTotalsAsync(campaign.CrmId, campaign.Totals!, cancellationToken);
                await db.Campaigns.Where(c => c.Id == campaign.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.CrmTotalsAt, now), cancellationToken);
            }
            catch (CrmException e) when (!e.MayPass)
            {
                // The facts on the contacts are what counts; a campaign that cannot be changed must not hold them back.
                logger.LogWarning("Totals of campaign {Campaign} cannot be written to its CRM: {Fault}", campaign.Id, e.Fault);
            }
        }
    }
}
