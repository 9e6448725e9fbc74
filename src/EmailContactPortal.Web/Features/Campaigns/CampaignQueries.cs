using EmailContactPortal.Data;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Sending.Composing;
using EmailContactPortal.Web.Shell.Listing;
using EmailContactPortal.Web.Shell.Times;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Campaigns;

/// <summary>Reads campaigns for their pages.</summary>
public sealed class CampaignQueries(PortalContext db, CampaignReadiness readiness, DraftAudience audience, UserTime userTime)
{
    private const int MostChoices = 1000;
    private const int MostUncertain = 200;

    public async Task<CampaignList> ListAsync(CampaignListRequest request, int userId, CancellationToken cancellationToken)
    {
        request.OrderByDefault("changed", descending: true);
        var campaigns = db.Campaigns.AsNoTracking();
        if (request.Words is { } words) campaigns = campaigns.Where(c => c.Name.Contains(words) || c.Tags.Contains(words));
        if (request.Status is { } status) campaigns = campaigns.Where(c => c.Status == status);
        if (request.Owner == "mine") campaigns = campaigns.Where(c => c.OwnerId == userId);
        if (!string.IsNullOrWhiteSpace(request.Tag)) campaigns = campaigns.Where(c => (", " + c.Tags + ",").Contains(", " + request.Tag + ","));
        var sorted = (request.Sort, request.Descending) switch
        {
            ("name", false) => campaigns.OrderBy(c => c.Name),
            ("name", true) => campaigns.OrderByDescending(c => c.Name),
            ("status", false) => campaigns.OrderBy(c => c.Status).ThenByDescending(c => c.Id),
            ("status", true) => campaigns.OrderByDescending(c => c.Status).ThenByDescending(c => c.Id),
            (_, false) => campaigns.OrderBy(c => c.UpdatedAt).ThenBy(c => c.Id),
            _ => campaigns.OrderByDescending(c => c.UpdatedAt).ThenByDescending(c => c.Id),
        };
        var rows = from c in sorted
                   join t in db.CampaignTotals on c.Id equals t.CampaignId into found
                   from t in found.DefaultIfEmpty()
                   select new CampaignRow(
                       c.Id,
                       c.Name,
                       c.Tags,
                       c.Status,
                       db.TargetGroups.Where(g => g.Id == c.TargetGroupId).Select(g => g.Name).FirstOrDefault(),
                       t == null ? db.TargetGroups.Where(g => g.Id == c.TargetGroupId).Select(g => g.MemberCount).FirstOrDefault() : t.Recipients - t.Excluded,
                       t == null ? 0 : t.Recipients - t.Excluded - t.Pending,
                       db.Users.Where(u => u.Id == c.OwnerId).Select(u => u.FullName).FirstOrDefault() ?? "",
                       c.ScheduledAt,
                       c.FinishedAt,
                       c.UpdatedAt);
        return new CampaignList(request, await rows.ToPageAsync(request, await campaigns.LongCountAsync(cancellationToken), cancellationToken));
    }

    /// <summary>The campaign itself; null when there is none.</summary>
    public Task<Campaign?> FindAsync(int id, CancellationToken cancellationToken) => db.Campaigns.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancellationToken);

    public async Task<DraftPage> DraftAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        var local = campaign is { IsScheduled: true, ScheduledLocal: null, ScheduledAt: { } exact }
            ? userTime.Local(exact).ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture)
            : campaign.ScheduledLocal ?? "";
        var parts = local.Split('T', 2);
        var ready = await readiness.OfAsync(campaign, cancellationToken);
        return new DraftPage
        {
            Campaign = campaign,
            Ready = ready,
            Mail = ready.Source is { } source ? await SubjectSent.ReadAsync(db, campaign, source.Subject, source.SenderName, cancellationToken) : null,
            Groups = await GroupsAsync(campaign.TargetGroupId, cancellationToken),
            Emails = await EmailsAsync(campaign.EmailId, cancellationToken),
            Date = parts[0],
            Clock = parts.Length > 1 ? parts[1][..Math.Min(5, parts[1].Length)] : "",
        };
    }

    public async Task<ReviewPage> ReviewAsync(Campaign campaign, int sample, CancellationToken cancellationToken)
    {
        var ready = await readiness.OfAsync(campaign, cancellationToken);
        var servers = await db.MailServers.AsNoTracking().Where(s => s.IsEnabled).OrderBy(s => s.Name).Select(s => s.Name).ToListAsync(cancellationToken);
        return new ReviewPage(
            campaign,
            ready,
            await db.ListTypes.AsNoTracking().Where(l => ready.Group != null && l.Id == ready.Group.ListTypeId).Select(l => l.Name).FirstOrDefaultAsync(cancellationToken) ?? "",
            ready.Group?.CrmConnectionId is { } crm ? await db.CrmConnections.AsNoTracking().Where(c => c.Id == crm).Select(c => c.Name).FirstOrDefaultAsync(cancellationToken) : null,
            servers,
            await SampleAsync(ready, sample, cancellationToken));
    }

    /// <summary>Merge fields that would read as nothing for some people; reads the whole group, so the review asks for it afterwards.</summary>
    public async Task<IReadOnlyList<EmptyField>> EmptyFieldsAsync(Campaign campaign, CancellationToken cancellationToken) =>
        (await readiness.OfAsync(campaign, cancellationToken, countEmptyFields: true)).EmptyFields;

    /// <summary>UTC of when a confirmed draft would begin; null for at once.</summary>
    public async Task<DateTime?> StartsAtAsync(Campaign campaign, CancellationToken cancellationToken) => (await readiness.OfAsync(campaign, cancellationToken)).StartsAt;

    public async Task<PeoplePage?> PeopleAsync(Campaign campaign, string rule, string? field, ListRequest request, CancellationToken cancellationToken)
    {
        if (await db.TargetGroups.AsNoTracking().FirstOrDefaultAsync(g => g.Id == campaign.TargetGroupId, cancellationToken) is not { } group) return null;
        var head = rule switch { DraftAudience.Unsubscribed => "Left out: unsubscribed", DraftAudience.Suppressed => "Left out: bounced before or complained", DraftAudience.EmptyField => $"Nothing in {field}", _ => "Will receive it" };
        return new PeoplePage(campaign, head, rule, field, request, await audience.PeopleAsync(group, rule, field, request, cancellationToken));
    }

    public async Task<ProgressPage> ProgressAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        var uncertain = await db.Deliveries.AsNoTracking()
            .Where(d => d.CampaignId == campaign.Id && d.Status == DeliveryStatus.Uncertain).OrderBy(d => d.Id).Take(MostUncertain)
            .Select(d => new UncertainRow(d.Id, d.Email, d.SmtpStage, d.SmtpReply, db.MailServers.Where(s => s.Id == d.MailServerId).Select(s => s.Name).FirstOrDefault(), d.AttemptedAt))
            .ToListAsync(cancellationToken);
        var content = await db.CampaignContents.AsNoTracking().Where(c => c.CampaignId == campaign.Id).Select(c => new { c.Subject, c.SenderName }).FirstOrDefaultAsync(cancellationToken);
        return new ProgressPage
        {
            Campaign = campaign,
            Live = LiveCounts.Of(campaign, await db.CampaignTotals.AsNoTracking().FirstOrDefaultAsync(t => t.CampaignId == campaign.Id, cancellationToken)),
            Group = await db.TargetGroups.AsNoTracking().Where(g => g.Id == campaign.TargetGroupId).Select(g => g.Name).FirstOrDefaultAsync(cancellationToken),
            GroupId = campaign.TargetGroupId,
            ConfirmedBy = await db.Users.AsNoTracking().Where(u => u.Id == campaign.ConfirmedById).Select(u => u.FullName).FirstOrDefaultAsync(cancellationToken),
            Mail = content is null ? null : await SubjectSent.ReadAsync(db, campaign, content.Subject, content.SenderName, cancellationToken),
            Uncertain = uncertain,
            Pace = await CampaignPace.ReadAsync(db, campaign, userTime.UtcNow, cancellationToken),
            NotReached = CampaignMoves.Next(campaign.Status, CampaignAction.SendRest) is null
                ? 0
                : await db.Deliveries.CountAsync(d => d.CampaignId == campaign.Id && d.Status == DeliveryStatus.Excluded && d.Exclusion == ExclusionRule.Cancelled, cancellationToken),
        };
    }

    private async Task<SamplePerson?> SampleAsync(Readiness ready, int number, CancellationToken cancellationToken)
    {
        if (ready.Group is null || ready.Source is null || !ready.CanBeSent || ready.People is not { Receive: > 0 } people) return null;
        var member = await db.Members.AsNoTracking()
            .Where(m => m.TargetGroupId == ready.Group.Id && m.RemovedAt == null && !db.Unsubscribes.Any(u => u.ListTypeId == ready.Group.ListTypeId && u.EmailKey == m.EmailKey))
            .OrderBy(m => m.EmailKey).Skip((int)(unchecked((uint)number) % Math.Min(people.Receive, 5))).FirstOrDefaultAsync(cancellationToken);
        var compiled = EmailCompiler.Compile(ready.Source, new CompileOptions(new Uri("http://localhost")) { Tracks = false }, cancellationToken);
        return member is null || !compiled.Succeeded ? null : new SamplePerson(member.Id, member.Email, compiled.Value.Preview(Person.Of(member)));
    }

    private async Task<IReadOnlyList<Choice>> GroupsAsync(int? chosen, CancellationToken cancellationToken) =>
        await db.TargetGroups.AsNoTracking().Where(g => g.Status == TargetGroupStatus.Ready || g.Id == chosen).OrderByDescending(g => g.UpdatedAt).Take(MostChoices)
            .Select(g => new Choice(g.Id, g.Name, "", g.MemberCount)).ToListAsync(cancellationToken);

    private async Task<IReadOnlyList<Choice>> EmailsAsync(int? chosen, CancellationToken cancellationToken) =>
        await db.Emails.AsNoTracking().Where(e => e.Kind == EmailKind.Email && (e.IsActive || e.Id == chosen)).OrderByDescending(e => e.UpdatedAt).Take(MostChoices)
            .Select(e => new Choice(e.Id, e.Name, e.Subject, 0)).ToListAsync(cancellationToken);
}
