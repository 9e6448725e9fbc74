using EmailContactPortal.Data;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Sending.Composing;
using EmailContactPortal.Web.Features.Campaigns.Drafting;
using EmailContactPortal.Web.Features.Campaigns.Live;
using EmailContactPortal.Web.Shell.Listing;
using EmailContactPortal.Web.Shell.Times;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Campaigns;

/// <summary>Reads campaigns for their pages.</summary>
internal sealed class CampaignQueries(
    PortalContext db, CampaignReadiness readiness, DraftAudience audience, ListReading lists, UserTime userTime)
{
    private const int MostUncertain = 200;

    public Task<ListPage<CampaignRow>> ListAsync(ListRequest request, bool onlyMine, int userId, CancellationToken cancellationToken)
    {
        var campaigns = db.Campaigns.AsNoTracking().Where(c => !onlyMine || c.OwnerId == userId);
        return lists.ReadAsync(CampaignList.Spec, request, campaigns, Rows, cancellationToken: cancellationToken);
    }

    /// <summary>The campaign itself; null when there is none.</summary>
    public Task<Campaign?> FindAsync(int id, CancellationToken cancellationToken) =>
        db.Campaigns.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancellationToken);

    public async Task<ReviewPage> ReviewAsync(Campaign campaign, int sample, CancellationToken cancellationToken)
    {
        var ready = await readiness.OfAsync(campaign, cancellationToken);
        var servers = await db.MailServers.AsNoTracking().Where(s => s.IsEnabled).OrderBy(s => s.Name).Select(s => s.Name)
            .ToListAsync(cancellationToken);
        return new ReviewPage(
            campaign,
            ready,
            await db.ListTypes.AsNoTracking().Where(l => ready.Group != null && l.Id == ready.Group.ListTypeId).Select(l => l.Name)
                .FirstOrDefaultAsync(cancellationToken) ?? "",
            ready.Group?.CrmConnectionId is { } crm
                ? await db.CrmConnections.AsNoTracking().Where(c => c.Id == crm).Select(c => c.Name).FirstOrDefaultAsync(cancellationToken)
                : null,
            servers,
            await SampleAsync(ready, sample, cancellationToken));
    }

    /// <summary>
    /// Merge fields that would read as nothing for some people; reads the whole group, so the review asks for it afterwards.
    /// </summary>
    public async Task<IReadOnlyList<EmptyField>> EmptyFieldsAsync(Campaign campaign, CancellationToken cancellationToken) =>
        (await readiness.OfAsync(campaign, cancellationToken, countEmptyFields: true)).EmptyFields;

    /// <summary>UTC of when a confirmed draft would begin; null for at once.</summary>
    public async Task<DateTime?> StartsAtAsync(Campaign campaign, CancellationToken cancellationToken) =>
        (await readiness.OfAsync(campaign, cancellationToken)).StartsAt;

    public async Task<PeoplePage?> PeopleAsync(
        Campaign campaign, string rule, string? field, ListRequest request, CancellationToken cancellationToken)
    {
        if (await db.TargetGroups.AsNoTracking()
            .FirstOrDefaultAsync(g => g.Id == campaign.TargetGroupId, cancellationToken) is not { } group) return null;
        var head = rule switch
        {
            DraftAudience.Unsubscribed => Words.Of("Left out: unsubscribed"),
            DraftAudience.Suppressed => Words.Of("Left out: bounced before or complained"),
            DraftAudience.EmptyField => Words.Of("Nothing in {0}", field),
            _ => Words.Of("Will receive it"),
        };
        return new PeoplePage(campaign, head, await audience.PeopleAsync(group, rule, field, request, cancellationToken));
    }

    public async Task<ProgressPage> ProgressAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        var uncertain = await db.Deliveries.AsNoTracking()
            .Where(d => d.CampaignId == campaign.Id && d.Status == DeliveryStatus.Uncertain).OrderBy(d => d.Id).Take(MostUncertain)
            .Select(d => new UncertainRow(
                d.Id, d.Email, d.SmtpStage, d.SmtpReply,
                db.MailServers.Where(s => s.Id == d.MailServerId).Select(s => s.Name).FirstOrDefault(), d.AttemptedAt))
            .ToListAsync(cancellationToken);
        var content = await db.CampaignContents.AsNoTracking().Where(c => c.CampaignId == campaign.Id)
            .Select(c => new { c.Subject, c.SenderName }).FirstOrDefaultAsync(cancellationToken);
        return new ProgressPage
        {
            Campaign = campaign,
            Live = LiveCounts.Of(
                campaign, await db.CampaignTotals.AsNoTracking().FirstOrDefaultAsync(t => t.CampaignId == campaign.Id, cancellationToken)),
            Group = await db.TargetGroups.AsNoTracking().Where(g => g.Id == campaign.TargetGroupId).Select(g => g.Name)
                .FirstOrDefaultAsync(cancellationToken),
            GroupId = campaign.TargetGroupId,
            ConfirmedBy = await db.Users.AsNoTracking().Where(u => u.Id == campaign.ConfirmedById).Select(u => u.FullName)
                .FirstOrDefaultAsync(cancellationToken),
            Mail = content is null
                ? null
                : await SubjectSent.ReadAsync(db, campaign, content.Subject, content.SenderName, cancellationToken),
            Uncertain = uncertain,
            Pace = await CampaignPace.ReadAsync(db, campaign, userTime.UtcNow, cancellationToken),
            NotReached = CampaignMoves.Next(campaign.Status, CampaignAction.SendRest) is null
                ? 0
                : await db.Deliveries.CountAsync(
                    d => d.CampaignId == campaign.Id && d.Status == DeliveryStatus.Excluded && d.Exclusion == ExclusionRule.Cancelled,
                    cancellationToken),
        };
    }

    private IQueryable<CampaignRow> Rows(IQueryable<Campaign> campaigns) =>
        from c in campaigns
        join t in db.CampaignTotals on c.Id equals t.CampaignId into found
        from t in found.DefaultIfEmpty()
        select new CampaignRow(
            c.Id,
            c.Name,
            c.Tags,
            c.Status,
            db.TargetGroups.Where(g => g.Id == c.TargetGroupId).Select(g => g.Name).FirstOrDefault(),
            t == null
                ? db.TargetGroups.Where(g => g.Id == c.TargetGroupId).Select(g => g.MemberCount).FirstOrDefault()
                : t.Recipients - t.Excluded,
            t == null ? 0 : t.Recipients - t.Excluded - t.Pending,
            db.Users.Where(u => u.Id == c.OwnerId).Select(u => u.FullName).FirstOrDefault() ?? "",
            c.ScheduledAt,
            c.FinishedAt,
            c.UpdatedAt);

    private async Task<SamplePerson?> SampleAsync(Readiness ready, int number, CancellationToken cancellationToken)
    {
        if (ready.Group is null || ready.Source is null || !ready.CanBeSent || ready.People is not { Receive: > 0 } people) return null;
        var member = await db.Members.AsNoTracking()
            .Where(m => m.TargetGroupId == ready.Group.Id && m.RemovedAt == null
                && !db.Unsubscribes.Any(u => u.ListTypeId == ready.Group.ListTypeId && u.EmailKey == m.EmailKey))
            .OrderBy(m => m.EmailKey).Skip((int)(unchecked((uint)number) % Math.Min(people.Receive, 5)))
                .FirstOrDefaultAsync(cancellationToken);
        var compiled = EmailCompiler.Compile(
            ready.Source, new CompileOptions(new Uri("http://localhost")) { Tracks = false }, cancellationToken);
        return member is null || !compiled.Succeeded
            ? null
            : new SamplePerson(member.Id, member.Email, compiled.Value.Preview(Person.Of(member)));
    }
}
