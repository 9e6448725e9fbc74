using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Domain.Templates;
using EmailContactPortal.Sending.Composing;
using EmailContactPortal.Web.Features.Campaigns.Drafting;
using EmailContactPortal.Web.Shell.Times;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Campaigns;

/// <summary>A merge field without a default that some recipients have nothing in.</summary>
internal sealed record EmptyField(string Key, string Label, int People);

/// <summary>Whether a draft can be sent, and what is missing.</summary>
internal sealed class Readiness
{
    public TargetGroup? Group { get; init; }

    public Email? Email { get; init; }

    public AudienceCount? People { get; init; }

    /// <summary>The email with the campaign's own subject and sender over it.</summary>
    public EmailSource? Source { get; init; }

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Fields of the content that the campaign itself says, instead of its email: <c>Subject</c>, <c>SenderName</c>, …</summary>
    public IReadOnlySet<string> Own { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The campaign's id, for links to its fields.</summary>
    public int CampaignId { get; init; }

    public IReadOnlyList<EmptyField> EmptyFields { get; init; } = [];

    /// <summary>How the scheduled time reads; null for sending at once.</summary>
    public ScheduleReading? Schedule { get; init; }

    /// <summary>The moment of a scheduled campaign; null for sending at once or while it is not clear.</summary>
    public DateTime? StartsAt { get; init; }

    /// <summary>What must be fixed, each with the field it belongs to.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    public bool CanBeSent => Problems.Count == 0;

    public IEnumerable<Problem> ProblemsOf(params string[] fields) =>
        Problems.Where(p => fields.Contains(p.Field, StringComparer.OrdinalIgnoreCase));

    /// <summary>The content to freeze.</summary>
    internal CampaignContent Content(Campaign campaign) => new()
    {
        CampaignId = campaign.Id,
        Subject = Source!.Subject,
        SenderName = Source.SenderName,
        SenderAddress = Source.SenderAddress,
        ReplyTo = Source.ReplyTo,
        Html = Source.Html,
        Text = Source.Text ?? "",
    };
}

/// <summary>Looks at a draft with the eyes of the launch: group, email, time and content.</summary>
internal sealed class CampaignReadiness(PortalContext db, DraftAudience audience, TimeProvider time)
{
    /// <param name="campaign">The draft.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <param name="countEmptyFields">Whether people with empty merge fields are counted; reads the whole group.</param>
    public async Task<Readiness> OfAsync(Campaign campaign, CancellationToken cancellationToken, bool countEmptyFields = false)
    {
        var group = await db.TargetGroups.AsNoTracking().FirstOrDefaultAsync(g => g.Id == campaign.TargetGroupId, cancellationToken);
        var email = await db.Emails.AsNoTracking().FirstOrDefaultAsync(e => e.Id == campaign.EmailId, cancellationToken);
        var people = group is { Status: TargetGroupStatus.Ready } ? await audience.CountAsync(group, cancellationToken) : null;
        var source = email is null ? null : SourceOf(campaign, email);
        var fields = await FieldNames.ReadAsync(db, group?.Id, cancellationToken);
        var findings = source is null
            ? []
            : TemplateChecker.Check(source, fields.Select(f => f.Key).ToHashSet(StringComparer.Ordinal), cancellationToken);
        var (schedule, startsAt) = TimeOf(campaign);
        return new Readiness
        {
            Group = group,
            Email = email,
            People = people,
            Source = source,
            Findings = findings,
            Own = OwnOf(campaign),
            CampaignId = campaign.Id,
            EmptyFields = countEmptyFields && group is not null && source is not null
                ? await EmptyFieldsAsync(group, source, fields, cancellationToken)
                : [],
            Schedule = schedule,
            StartsAt = startsAt,
            Problems = [.. Who(group, people), .. What(email, source, findings), .. When(campaign, schedule, startsAt),
                .. await HowAsync(cancellationToken)],
        };
    }

    /// <summary>The email as this campaign would send it.</summary>
    public static EmailSource SourceOf(Campaign campaign, Email email) => EmailSource.Of(email) with
    {
        Subject = campaign.Subject ?? email.Subject,
        SenderName = campaign.SenderName ?? email.SenderName,
        SenderAddress = campaign.SenderAddress ?? email.SenderAddress,
        ReplyTo = campaign.ReplyTo ?? email.ReplyTo,
    };

    private static HashSet<string> OwnOf(Campaign campaign)
    {
        (string Field, string? Value)[] fields = [("Subject", campaign.Subject), ("SenderName", campaign.SenderName),
            ("SenderAddress", campaign.SenderAddress), ("ReplyTo", campaign.ReplyTo)];
        return fields.Where(f => f.Value is not null).Select(f => f.Field).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private static (ScheduleReading? Reading, DateTime? At) TimeOf(Campaign campaign)
    {
        if (!campaign.IsScheduled) return (null, null);
        if (campaign is { ScheduledLocal: null, ScheduledAt: { } exact }) return (null, exact);
        var reading = ScheduleReading.Read(campaign.ScheduledLocal, TimeZones.Find(campaign.ScheduledZone) ?? TimeZoneInfo.Utc);
        return (reading, reading.Utc);
    }

    private static IEnumerable<Problem> Who(TargetGroup? group, AudienceCount? people)
    {
        if (group is null) yield return Problem.Invalid("campaign.no-group").At("TargetGroupId");
        else if (group.Status == TargetGroupStatus.Importing) yield return Problem.Invalid("campaign.group-importing").At("TargetGroupId");
        else if (group.Status == TargetGroupStatus.Failed) yield return Problem.Invalid("campaign.group-failed").At("TargetGroupId");
        else if (people is { Members: 0 }) yield return Problem.Invalid("campaign.empty").At("TargetGroupId");
        else if (people is { Receive: 0 }) yield return Problem.Invalid("campaign.empty.left-out").At("TargetGroupId");
    }

    private static IEnumerable<Problem> What(Email? email, EmailSource? source, IReadOnlyList<Finding> findings)
    {
        if (email is null || source is null)
        {
            yield return Problem.Invalid("campaign.no-email").At("EmailId");
            yield break;
        }

        if (!email.IsActive) yield return Problem.Invalid("campaign.email-inactive").At("EmailId");
        if (source.Subject.Length == 0) yield return Problem.Invalid("campaign.no-subject").At("Subject");
        if (source.SenderAddress.Length == 0) yield return Problem.Invalid("campaign.no-sender").At("SenderAddress");
        if (string.IsNullOrWhiteSpace(source.Html) && string.IsNullOrWhiteSpace(source.Text))
            yield return Problem.Invalid("campaign.no-content").At("EmailId");
        foreach (var finding in findings.Where(f => f.Level == FindingLevel.Error))
            yield return Problem.Told(finding.Code, finding.Message).At(finding.Field, finding.Line);
    }

    private IEnumerable<Problem> When(Campaign campaign, ScheduleReading? reading, DateTime? at)
    {
        if (!campaign.IsScheduled) yield break;
        var now = time.GetUtcNow().UtcDateTime;
        // Of a time that came twice and has passed both times nobody asks which one is meant.
        var hasPassed = at <= now || (at is null && reading is { Choices.Count: > 0 } twice && twice.Choices.All(c => c.Utc <= now));
        if (!hasPassed && reading?.Problem is { } problem) yield return problem;
        else if (hasPassed) yield return Problem.Invalid("schedule.past").At("ScheduledLocal");
    }

    private async Task<IReadOnlyList<Problem>> HowAsync(CancellationToken cancellationToken) =>
        await db.MailServers.AsNoTracking().AnyAsync(s => s.IsEnabled, cancellationToken)
            ? []
            : [Problem.Invalid("campaign.no-mail-server").At("MailServer")];

    private async Task<IReadOnlyList<EmptyField>> EmptyFieldsAsync(
        TargetGroup group, EmailSource source, IReadOnlyList<MemberField> fields, CancellationToken cancellationToken)
    {
        var bare = new[] { source.Subject, source.SenderName, source.Html, source.Text ?? "" }
            .SelectMany(t => MergeTemplate.Parse(t).Nodes.OfType<TemplateNode.Field>())
            .Where(f => f.Default is null && f.Name != MergeFields.Email && MergeFields.System.All(s => s.Key != f.Name))
            .Select(f => f.Name).Distinct(StringComparer.Ordinal).Take(20);
        var found = new List<EmptyField>();
        foreach (var key in bare)
        {
            var label = MergeFields.Person.FirstOrDefault(f => f.Key == key).Label
                ?? fields.FirstOrDefault(f => f.Key == key)?.Label ?? key;
            if (await audience.CountEmptyAsync(group, key, cancellationToken) is > 0 and var count)
                found.Add(new EmptyField(key, label, count));
        }

        return found;
    }
}
