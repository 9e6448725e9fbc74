using EmailContactPortal.Data;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Sending.Composing;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Reports;

/// <summary>Reads reports from kept counters.</summary>
public sealed class ReportQueries(PortalContext db, RecipientQueries recipients)
{
    public async Task<ReportList> ListAsync(ListRequest request, CancellationToken cancellationToken)
    {
        request.OrderByDefault("sent", descending: true);
        var rows = from c in db.Campaigns.AsNoTracking()
                   join t in db.CampaignTotals on c.Id equals t.CampaignId
                   where c.LaunchedAt != null
                   select new { c, t };
        if (request.Words is { } words) rows = rows.Where(r => r.c.Name.Contains(words) || r.c.Tags.Contains(words));
        var sorted = (request.Sort, request.Descending) switch
        {
            ("name", false) => rows.OrderBy(r => r.c.Name),
            ("name", true) => rows.OrderByDescending(r => r.c.Name),
            ("delivered", false) => rows.OrderBy(r => r.t.Sent).ThenBy(r => r.c.Id),
            ("delivered", true) => rows.OrderByDescending(r => r.t.Sent).ThenBy(r => r.c.Id),
            ("opened", false) => rows.OrderBy(r => r.t.Sent == 0 ? 0 : r.t.UniqueOpens * 1000L / r.t.Sent).ThenBy(r => r.c.Id),
            ("opened", true) => rows.OrderByDescending(r => r.t.Sent == 0 ? 0 : r.t.UniqueOpens * 1000L / r.t.Sent).ThenBy(r => r.c.Id),
            ("clicked", false) => rows.OrderBy(r => r.t.Sent == 0 ? 0 : r.t.UniqueClicks * 1000L / r.t.Sent).ThenBy(r => r.c.Id),
            ("clicked", true) => rows.OrderByDescending(r => r.t.Sent == 0 ? 0 : r.t.UniqueClicks * 1000L / r.t.Sent).ThenBy(r => r.c.Id),
            (_, false) => rows.OrderBy(r => r.c.LaunchedAt).ThenBy(r => r.c.Id),
            _ => rows.OrderByDescending(r => r.c.LaunchedAt).ThenBy(r => r.c.Id),
        };
        var page = await sorted
            .Select(r => new ReportRow(r.c.Id, r.c.Name, r.c.Status, r.c.Tags, r.c.LaunchedAt, r.t.Sent, r.t.UniqueOpens, r.t.UniqueClicks, r.t.Unsubscribes))
            .ToPageAsync(request, cancellationToken);
        return new ReportList(request, page);
    }

    /// <summary>A campaign's report; null when there is no campaign, or it was never launched.</summary>
    public async Task<CampaignReport?> FindAsync(int id, RecipientRequest request, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.LaunchedAt != null, cancellationToken);
        if (campaign is null || await recipients.ListAsync(id, request, cancellationToken) is not { } people) return null;
        return new CampaignReport(
            campaign,
            await db.CampaignTotals.AsNoTracking().SingleOrDefaultAsync(t => t.CampaignId == id, cancellationToken) ?? new CampaignTotals(),
            await db.TargetGroups.Where(g => g.Id == campaign.TargetGroupId).Select(g => g.Name).SingleOrDefaultAsync(cancellationToken) ?? "a group that was deleted",
            await SubjectSent.ReadAsync(db, campaign, await db.CampaignContents.Where(c => c.CampaignId == id).Select(c => c.Subject).SingleOrDefaultAsync(cancellationToken) ?? "", "", cancellationToken),
            await db.CampaignLinks.AsNoTracking().Where(l => l.CampaignId == id).OrderByDescending(l => l.UniqueClicks).ThenBy(l => l.Position).Take(200).ToListAsync(cancellationToken),
            await db.EngagementHours.AsNoTracking().Where(h => h.CampaignId == id).OrderBy(h => h.Hour).Take(24 * 366).ToListAsync(cancellationToken),
            await WriteBackAsync(campaign, cancellationToken),
            people);
    }

    private async Task<WriteBackState?> WriteBackAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        if (campaign.CrmConnectionId is not { } connection) return null;
        var crm = await db.CrmConnections.Where(c => c.Id == connection).Select(c => c.Name).SingleOrDefaultAsync(cancellationToken);
        if (crm is null) return null;
        var counts = await db.WriteBackEntries.Where(e => e.CampaignId == campaign.Id).GroupBy(e => e.Status).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return new WriteBackState(crm, counts.GetValueOrDefault(WriteBackStatus.Pending), counts.GetValueOrDefault(WriteBackStatus.Written), counts.GetValueOrDefault(WriteBackStatus.Failed));
    }
}
