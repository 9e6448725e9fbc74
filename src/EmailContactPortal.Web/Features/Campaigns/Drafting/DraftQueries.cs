using System.Globalization;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Sending.Composing;
using EmailContactPortal.Web.Shell.Times;

namespace EmailContactPortal.Web.Features.Campaigns.Drafting;

/// <summary>Reads a draft for its page.</summary>
internal sealed class DraftQueries(PortalContext db, CampaignReadiness readiness, DraftChoices choices, UserTime userTime)
{
    public async Task<DraftPage> PageAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        var local = campaign is { IsScheduled: true, ScheduledLocal: null, ScheduledAt: { } exact }
            ? userTime.Local(exact).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture)
            : campaign.ScheduledLocal ?? "";
        var parts = local.Split('T', 2);
        var ready = await readiness.OfAsync(campaign, cancellationToken);
        return new DraftPage
        {
            Campaign = campaign,
            Ready = ready,
            Mail = ready.Source is { } source
                ? await SubjectSent.ReadAsync(db, campaign, source.Subject, source.SenderName, cancellationToken)
                : null,
            Groups = await choices.GroupsAsync(null, campaign.TargetGroupId, cancellationToken),
            Emails = await choices.EmailsAsync(null, campaign.EmailId, cancellationToken),
            Date = parts[0],
            Clock = parts.Length > 1 ? parts[1][..Math.Min(5, parts[1].Length)] : "",
        };
    }
}
