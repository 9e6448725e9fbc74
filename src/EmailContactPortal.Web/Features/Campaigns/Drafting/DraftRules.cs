using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Content;

namespace EmailContactPortal.Web.Features.Campaigns.Drafting;

/// <summary>What the fields of a draft may hold, and how a change gets into it.</summary>
internal static class DraftRules
{
    public static IEnumerable<Problem> Check(CampaignChange change)
    {
        if (change.Subject is { Value.Length: > Email.MaxSubject })
            yield return Problem.Invalid("campaign.subject", Email.MaxSubject).At("Subject");
        if (change.SenderName is { Value.Length: > 200 }) yield return Problem.Invalid("campaign.sender-name").At("SenderName");
        if (change.SenderAddress is { Value.Length: > 0 } sender && !EmailAddress.TryNormalize(sender.Value, out _, out var senderReason))
            yield return Problem.Told("campaign.sender", senderReason).At("SenderAddress");
        if (change.ReplyTo is { Value.Length: > 0 } reply && !EmailAddress.TryNormalize(reply.Value, out _, out var replyReason))
            yield return Problem.Told("campaign.reply-to", replyReason).At("ReplyTo");
        if (change.Tags is { Value.Length: > 500 }) yield return Problem.Invalid("campaign.tags").At("Tags");
        if (change.UtmSource is { Value.Length: > 100 }) yield return Problem.Invalid("campaign.utm.source").At("UtmSource");
        if (change.UtmMedium is { Value.Length: > 100 }) yield return Problem.Invalid("campaign.utm.medium").At("UtmMedium");
        if (change.UtmCampaign is { Value.Length: > 200 }) yield return Problem.Invalid("campaign.utm.campaign").At("UtmCampaign");
        if (change.ScheduledLocal is { Value.Length: > 40 }) yield return Problem.Invalid("schedule.time").At("ScheduledLocal");
    }

    public static void Apply(Campaign campaign, CampaignChange change)
    {
        if (change.Name is { } name) campaign.Name = Text.OneLine(name.Value);
        if (change.TargetGroupId is { } group) campaign.TargetGroupId = group.Value;
        if (change.EmailId is { } email) campaign.EmailId = email.Value;
        if (change.Subject is { } subject) campaign.Subject = OrNull(subject.Value);
        if (change.SenderName is { } senderName) campaign.SenderName = OrNull(senderName.Value);
        if (change.SenderAddress is { } sender) campaign.SenderAddress = OrNull(EmailAddress.Clean(sender.Value));
        if (change.ReplyTo is { } reply) campaign.ReplyTo = OrNull(EmailAddress.Clean(reply.Value));
        if (change.Tags is { } tags) campaign.Tags = Tags(tags.Value);
        if (change.UseGoogleAnalytics is { } analytics) campaign.UseGoogleAnalytics = analytics.Value;
        if (change.UtmSource is { } source) campaign.UtmSource = Text.OneLine(source.Value);
        if (change.UtmMedium is { } medium) campaign.UtmMedium = Text.OneLine(medium.Value);
        if (change.UtmCampaign is { } utm) campaign.UtmCampaign = Text.OneLine(utm.Value);
        if (change.IsScheduled is { } scheduled) campaign.IsScheduled = scheduled.Value;
        if (change.ScheduledLocal is { } local)
            (campaign.ScheduledLocal, campaign.ScheduledZone, campaign.ScheduledAt) = (OrNull(local.Value), change.Zone ?? "Etc/UTC", null);
        if (change.ScheduledAt is { } at) At(campaign, at.Value);
    }

    /// <summary>A program gives an exact moment; a person a local time, which is read anew at each look.</summary>
    private static void At(Campaign campaign, DateTime? at)
    {
        campaign.IsScheduled = at is not null;
        campaign.ScheduledAt = at?.ToUniversalTime();
        (campaign.ScheduledLocal, campaign.ScheduledZone) = (null, null);
    }

    private static string? OrNull(string? text) => Text.OneLine(text) is { Length: > 0 } line ? line : null;

    private static string Tags(string? text) =>
        string.Join(
            ", ", Text.OneLine(text).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Distinct(StringComparer.OrdinalIgnoreCase));
}
