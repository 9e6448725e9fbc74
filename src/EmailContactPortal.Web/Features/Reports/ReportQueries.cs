using EmailContactPortal.Data;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Sending.Composing;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Reports;

/// <summary>Reads reports from kept counters.</summary>
internal sealed class ReportQueries(PortalContext db, RecipientQueries recipients, ListReading lists)
{
    public Task<ListPage<ReportRow>> ListAsync(ListRequest request, CancellationToken cancellationToken) => lists.ReadAsync(
        ReportList.Spec,
        request,
        from c in db.Campaigns.AsNoTracking()
        join t in db.CampaignTotals on c.Id equals t.CampaignId
        where c.LaunchedAt != null
        select new Launched { Campaign = c, Totals = t },
        rows => rows.Select(r => new ReportRow(
            r.Campaign.Id,
            r.Campaign.Name,
            r.Campaign.Status,
            r.Campaign.Tags,
            r.Campaign.LaunchedAt,
            r.Totals.Sent,
            r.Totals.UniqueOpens,
            r.Totals.UniqueClicks,
            r.Totals.Unsubscribes)),
        cancellationToken: cancellationToken);

    /// <summary>A campaign's report; null when there is no campaign, or it was never launched.</summary>
    public async Task<CampaignReport?> FindAsync(int id, RecipientRequest request, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.LaunchedAt != null, cancellationToken);
        if (campaign is null || await recipients.ListAsync(id, request, cancellationToken) is not { } people) return null;
        return new CampaignReport(
            campaign,
            await db.CampaignTotals.AsNoTracking().SingleOrDefaultAsync(t => t.CampaignId == id, cancellationToken) ?? new CampaignTotals(),
            await db.TargetGroups.Where(g => g.Id == campaign.TargetGroupId).Select(g => g.Name).SingleOrDefaultAsync(cancellationToken)
                ?? "a group that was deleted",
            await SubjectSent.ReadAsync(
                db, campaign,
                await db.CampaignContents.Where(c => c.CampaignId == id).Select(c => c.Subject).SingleOrDefaultAsync(cancellationToken)
                    ?? "", "", cancellationToken),
            await db.CampaignLinks.AsNoTracking().Where(l => l.CampaignId == id).OrderByDescending(l => l.UniqueClicks)
                .ThenBy(l => l.Position).Take(200).ToListAsync(cancellationToken),
            await db.EngagementHours.AsNoTracking().Where(h => h.CampaignId == id).OrderBy(h => h.Hour).Take(24 * 366)
                .ToListAsync(cancellationToken),
            await WriteBackAsync(campaign, cancellationToken),
            people);
    }

    private async Task<WriteBackState?> WriteBackAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        if (campaign.CrmConnectionId is not { } connection) return null;
        var crm = await db.CrmConnections.Where(c => c.Id == connection).Select(c => c.Name).SingleOrDefaultAsync(cancellationToken);
        if (crm is null) return null;
        var counts = await db.WriteBackEntries.Where(e => e.CampaignId == campaign.Id).GroupBy(e => e.Status)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return new WriteBackState(
            crm, counts.GetValueOrDefault(WriteBackStatus.Pending), counts.GetValueOrDefault(WriteBackStatus.Written),
            counts.GetValueOrDefault(WriteBackStatus.Failed));
    }
}
