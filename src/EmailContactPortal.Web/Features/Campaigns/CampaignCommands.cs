using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Web.Features.Campaigns.Drafting;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Campaigns;

/// <summary>
/// Everything people and programs may do with a campaign; each move goes through <see cref="CampaignMoves"/> and the version fence.
/// </summary>
internal sealed class CampaignCommands(PortalContext db, CampaignReadiness readiness, Nudge nudge, TimeProvider time)
{
    private const int MoveTries = 5;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Makes a draft that has only a name.</summary>
    public async Task<Result<int>> CreateAsync(string? name, int userId, CancellationToken cancellationToken)
    {
        var trimmed = Text.OneLine(name);
        if (CheckName(trimmed) is { } problem) return problem;
        var campaign = new Campaign { Name = trimmed, OwnerId = userId, UtmCampaign = Slug(trimmed), CreatedAt = Now, UpdatedAt = Now };
        db.Campaigns.Add(campaign);
        var saved = await SaveAsync(cancellationToken);
        return saved.Succeeded ? campaign.Id : Result<int>.No(saved.Problems);
    }

    /// <summary>Saves changed fields of a draft; gives the new version.</summary>
    /// <param name="id">The campaign.</param>
    /// <param name="change">What was given.</param>
    /// <param name="version">The version the author read; null to change whatever is there.</param>
    /// <param name="cancellationToken">Stops before anything is saved.</param>
    public async Task<Result<int>> ChangeAsync(int id, CampaignChange change, int? version, CancellationToken cancellationToken)
    {
        if (await db.Campaigns.FirstOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } campaign) return Gone;
        if (campaign.Status != CampaignStatus.Draft) return Problem.Conflict("campaign.not-draft", Words(campaign.Status));
        if (version is { } read && read != campaign.Version) return Newer;
        var problems = await CheckAsync(campaign, change, cancellationToken);
        if (problems.Count > 0) return Result<int>.No(problems);
        Apply(campaign, change);
        campaign.UpdatedAt = Now;
        campaign.Version++;
        return await SaveAsync(cancellationToken) is { Succeeded: false } refused ? Result<int>.No(refused.Problems) : campaign.Version;
    }

    /// <summary>Confirms the draft: freezes its content and lets the clock start it now or at its time.</summary>
    /// <param name="id">The campaign.</param>
    /// <param name="userId">Who confirms.</param>
    /// <param name="reviewed">Versions of campaign and email that the person reviewed; null when nobody did.</param>
    /// <param name="cancellationToken">Stops before anything is saved.</param>
    public async Task<Result> ConfirmAsync(int id, int userId, (int Campaign, int Email)? reviewed, CancellationToken cancellationToken)
    {
        if (await db.Campaigns.FirstOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } campaign) return Gone;
        if (CampaignMoves.Next(campaign.Status, CampaignAction.Confirm) is not { } next)
            return NotLegal(campaign.Status, CampaignAction.Confirm);
        var ready = await readiness.OfAsync(campaign, cancellationToken);
        if (!ready.CanBeSent) return Result.From(ready.Problems);
        if (reviewed is { } seen && (seen.Campaign != campaign.Version || seen.Email != ready.Email!.Version))
        {
            return Problem.Conflict("campaign.changed");
        }

        var confirmed = await db.InTransactionAsync<Result>(
            async token =>
            {
                // The fence first: whoever comes second must touch nothing of what the first one froze.
                (campaign.Status, campaign.ScheduledAt) = (next, ready.StartsAt ?? Now);
                (campaign.ConfirmedById, campaign.ConfirmedAt, campaign.Problem) = (userId, Now, null);
                campaign.Version++;
                if (await SaveAsync(token) is { Succeeded: false } refused) return refused;
                await db.CampaignContents.Where(c => c.CampaignId == id).ExecuteDeleteAsync(token);
                db.CampaignContents.Add(ready.Content(campaign));
                return await SaveAsync(token);
            },
            cancellationToken);
        if (confirmed.Succeeded) nudge.Now();
        if (confirmed.Succeeded || await StatusAsync(id, cancellationToken) is not { } now || now == CampaignStatus.Draft) return confirmed;
        return NotLegal(now, CampaignAction.Confirm);
    }

    /// <summary>A scheduled campaign goes back to its author.</summary>
    public Task<Result> UnscheduleAsync(int id, CancellationToken cancellationToken) =>
        MoveAsync(id, CampaignAction.Unschedule, campaign => campaign.ConfirmedAt = null, cancellationToken);

    public Task<Result> PauseAsync(int id, CancellationToken cancellationToken) =>
        MoveAsync(id, CampaignAction.Pause, _ => { }, cancellationToken);

    public Task<Result> ResumeAsync(int id, CancellationToken cancellationToken) =>
        MoveAsync(id, CampaignAction.Resume, campaign => campaign.Problem = null, cancellationToken);

    /// <summary>Nothing more goes out; who has not got it is counted and can be sent to later.</summary>
    public Task<Result> CancelAsync(int id, CancellationToken cancellationToken) =>
        MoveAsync(id, CampaignAction.Cancel, campaign => campaign.FinishedAt = Now, cancellationToken);

    /// <summary>Makes a draft with the same choices.</summary>
    public async Task<Result<int>> DuplicateAsync(int id, int userId, CancellationToken cancellationToken)
    {
        if (await db.Campaigns.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } source) return Gone;
        for (var n = 1; ; n++)
        {
            var copy = CopyOf(source, userId, n);
            if (await db.Campaigns.IgnoreQueryFilters().AnyAsync(c => c.Name == copy.Name, cancellationToken)) continue;
            db.Campaigns.Add(copy);
            if ((await SaveAsync(cancellationToken)).Succeeded) return copy.Id;
        }
    }

    private Campaign CopyOf(Campaign source, int userId, int number) =>
        new()
        {
            Name = Text.Bound(source.Name, Campaign.MaxName - 12) + (number == 1 ? " (copy)" : $" (copy {number})"),
            OwnerId = userId,
            TargetGroupId = source.TargetGroupId,
            EmailId = source.EmailId,
            Subject = source.Subject,
            SenderName = source.SenderName,
            SenderAddress = source.SenderAddress,
            ReplyTo = source.ReplyTo,
            Tags = source.Tags,
            UseGoogleAnalytics = source.UseGoogleAnalytics,
            UtmSource = source.UtmSource,
            UtmMedium = source.UtmMedium,
            UtmCampaign = source.UtmCampaign,
            CreatedAt = Now,
            UpdatedAt = Now,
        };

    /// <summary>Deletes a draft; what was sent stays for its report.</summary>
    public async Task<Result> DeleteAsync(int id, CancellationToken cancellationToken)
    {
        var deleted = await db.Campaigns.Where(c => c.Id == id && c.Status == CampaignStatus.Draft && c.LaunchedAt == null)
            .ExecuteDeleteAsync(cancellationToken);
        return deleted > 0 ? Result.Ok : Problem.Conflict("campaign.not-draft.delete");
    }

    // One conditional update decides among those who move it at once. The portal itself counts the version up too, as when a campaign is
    // launched: that is nobody's change, so it is looked at again.
    private async Task<Result> MoveAsync(int id, CampaignAction action, Action<Campaign> also, CancellationToken cancellationToken)
    {
        for (var tries = MoveTries; ; tries--)
        {
            db.ChangeTracker.Clear();
            if (await db.Campaigns.FirstOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } campaign) return Gone;
            if (CampaignMoves.Next(campaign.Status, action) is not { } next) return NotLegal(campaign.Status, action);
            campaign.Status = next;
            campaign.Version++;
            also(campaign);
            var saved = await SaveAsync(cancellationToken);
            if (!saved.Succeeded && tries > 0) continue;
            if (saved.Succeeded) nudge.Now();
            return saved;
        }
    }

    private Task<CampaignStatus?> StatusAsync(int id, CancellationToken cancellationToken) =>
        db.Campaigns.AsNoTracking().Where(c => c.Id == id).Select(c => (CampaignStatus?)c.Status).FirstOrDefaultAsync(cancellationToken);

    private async Task<Result> SaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await db.SaveOrRefuseAsync(Taken, cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Newer;
        }
    }

    private async Task<IReadOnlyList<Problem>> CheckAsync(Campaign campaign, CampaignChange change, CancellationToken cancellationToken)
    {
        var problems = DraftRules.Check(change).ToList();
        if (change.Name is { } name && CheckName(Text.OneLine(name.Value)) is { } wrong) problems.Add(wrong);
        if (change.TargetGroupId is { Value: { } groupId } && !await db.TargetGroups.AnyAsync(g => g.Id == groupId, cancellationToken))
            problems.Add(Problem.Invalid("campaign.group").At("TargetGroupId"));
        if (change.EmailId is { Value: { } emailId }
            && !await db.Emails.AnyAsync(e => e.Id == emailId && e.Kind == Domain.Content.EmailKind.Email, cancellationToken))
            problems.Add(Problem.Invalid("campaign.email").At("EmailId"));
        return problems;
    }

    private static void Apply(Campaign campaign, CampaignChange change) => DraftRules.Apply(campaign, change);

    private static Problem? CheckName(string name)
    {
        if (name.Length == 0) return Problem.Invalid("campaign.name").At("Name");
        if (name.Length > Campaign.MaxName) return Problem.Invalid("campaign.name.long", Campaign.MaxName).At("Name");
        return null;
    }

    private static string Slug(string name) => Domain.Content.MergeFields.KeyOf(name).Replace('_', '-');

    private static string Words(CampaignStatus status) => status.ToString().ToLowerInvariant();

    internal static Problem Gone { get; } = Problem.Gone("campaign.gone");

    private static Problem Taken { get; } = Problem.Conflict("campaign.name-taken").At("Name");

    private static Problem Newer { get; } = Problem.Conflict("campaign.newer");

    internal static Problem NotLegal(CampaignStatus status, CampaignAction action) =>
        Problem.Conflict("campaign.not-legal", Words(status), Words(action));

    private static string Words(CampaignAction action) => action switch
    {
        CampaignAction.Confirm => "confirmed",
        CampaignAction.Pause => "paused",
        CampaignAction.Resume => "resumed",
        CampaignAction.Cancel => "cancelled",
        CampaignAction.Unschedule => "taken back to a draft",
        CampaignAction.SendRest => "sent to the rest",
        _ => "moved on",
    };
}
