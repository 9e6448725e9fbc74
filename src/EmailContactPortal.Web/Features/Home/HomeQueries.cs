using EmailContactPortal.Data;
using EmailContactPortal.Data.Access;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Domain.Wording;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Home;

/// <summary>Reads what stands on Home; every list is short and comes from kept counters.</summary>
internal sealed class HomeQueries(IDbContextFactory<PortalContext> contexts, AttentionQueries attention, Viewer viewer)
{
    private const int Most = 8;

    public async Task<HomePage> PageAsync(int userId, bool isAdmin, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Viewer = viewer;
        return new HomePage(
            await attention.ReadAsync(db, isAdmin, cancellationToken),
            await HomeMoving.InFlightAsync(db, cancellationToken),
            await DraftsAsync(db, userId, cancellationToken),
            await ResultsAsync(db, cancellationToken),
            await ScheduledAsync(db, cancellationToken),
            await HomeMoving.ImportsAsync(db, cancellationToken),
            await db.CrmConnections.AsNoTracking().AnyAsync(cancellationToken));
    }

    private static async Task<IReadOnlyList<DraftRow>> DraftsAsync(PortalContext db, int userId, CancellationToken cancellationToken)
    {
        var drafts = await db.Campaigns.AsNoTracking().Where(c => c.Status == CampaignStatus.Draft && c.OwnerId == userId)
            .OrderByDescending(c => c.UpdatedAt).Take(Most)
            .Select(c => new
            {
                c.Id,
                c.Name,
                c.UpdatedAt,
                Group = db.TargetGroups.Any(g => g.Id == c.TargetGroupId && g.Status == TargetGroupStatus.Ready),
                People = db.TargetGroups.Any(g => g.Id == c.TargetGroupId && g.MemberCount > 0),
                Email = db.Emails.Any(e => e.Id == c.EmailId && e.IsActive && e.Kind == EmailKind.Email),
                Time = !c.IsScheduled || c.ScheduledLocal != null || c.ScheduledAt != null,
            }).ToListAsync(cancellationToken);
        return [.. drafts.Select(d => new DraftRow(d.Id, d.Name, Needs(d.Group, d.People, d.Email, d.Time), d.UpdatedAt))];
    }

    private static string Needs(bool group, bool people, bool email, bool time)
    {
        var needs = string.Join(
            ", ", new[] { !group
                ? Words.Inside("Target group")
                : people ? "" : Words.Of("people in its target group"), email ? "" : Words.Inside("Email"),
                time ? "" : Words.Inside("Time") }.Where(n => n.Length > 0));
        return needs.Length == 0 ? Words.Of("Nothing, ready to review") : char.ToUpperInvariant(needs[0]) + needs[1..];
    }

    private static async Task<IReadOnlyList<ResultRow>> ResultsAsync(PortalContext db, CancellationToken cancellationToken) =>
        await (from c in db.Campaigns.AsNoTracking().Where(c => c.Status == CampaignStatus.Sent).OrderByDescending(c => c.FinishedAt)
            .Take(Most)
               join t in db.CampaignTotals on c.Id equals t.CampaignId
               select new ResultRow(
                   c.Id, c.Name, c.LaunchedAt, t.Sent, t.UniqueOpens, t.UniqueClicks, t.Unsubscribes)).ToListAsync(cancellationToken);

    private static async Task<IReadOnlyList<ScheduledRow>> ScheduledAsync(PortalContext db, CancellationToken cancellationToken) =>
        await db.Campaigns.AsNoTracking().Where(c => c.Status == CampaignStatus.Scheduled).OrderBy(c => c.ScheduledAt).Take(Most)
            .Select(c => new ScheduledRow(
                c.Id, c.Name, db.TargetGroups.Where(g => g.Id == c.TargetGroupId).Select(g => g.MemberCount).FirstOrDefault(),
                c.ScheduledAt)).ToListAsync(cancellationToken);
}
