using EmailContactPortal.Data;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Sending.Pacing;
using EmailContactPortal.Web.Features.Campaigns.Drafting;
using EmailContactPortal.Web.Shell;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Campaigns;

/// <summary>
/// When a campaign would be through, by the limits that are set: of the mail servers together, and of each recipient domain.
/// </summary>
/// <param name="Lasts">At least how long; null when nothing limits it.</param>
/// <param name="Because">What holds it longest, in words.</param>
internal sealed record Forecast(TimeSpan? Lasts, string Because);

/// <summary>Works it out; it reads the whole group, so the review asks for it afterwards.</summary>
internal sealed class CampaignForecast(PortalContext db, DraftAudience audience)
{
    private static Forecast Unknown => new(null, Words.Of("no limit is set; known once it runs"));

    public async Task<Forecast> OfAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        if (await db.TargetGroups.AsNoTracking()
            .FirstOrDefaultAsync(g => g.Id == campaign.TargetGroupId, cancellationToken) is not { } group) return Unknown;
        var people = await audience.CountAsync(group, cancellationToken);
        var servers = await db.MailServers.AsNoTracking().Where(s => s.IsEnabled).Select(s => new { s.MaxPerSecond, s.DeliversItself })
            .ToListAsync(cancellationToken);
        var longest = Unknown;
        if (servers.Count > 0 && servers.All(s => s.MaxPerSecond > 0))
        {
            var rate = servers.Sum(s => s.MaxPerSecond);
            longest = new Forecast(
                TimeSpan.FromSeconds(people.Receive / rate), Words.Of("the mail servers take {0}", PacingStatus.Rate(rate)));
        }

        var areDirect = servers.Any(s => s.DeliversItself);
        foreach (var limit in (await db.DomainLimits.AsNoTracking()
            .ToListAsync(cancellationToken)).Where(l => l.Rate > 0 && l.Domains != DomainLimit.Others && (areDirect || l.HoldsForRelays)))
        {
            var at = await audience.CountAtAsync(group, [.. limit.Each()], cancellationToken);
            var lasts = TimeSpan.FromSeconds(at / limit.Rate);
            if (at > 0 && (longest.Lasts is not { } before || lasts > before))
                longest = new Forecast(
                    lasts, Words.Of("{0} at {1}, which gets {2}", Counted.Of(at, "people"), limit.Name, PacingStatus.Rate(limit.Rate)));
        }

        return longest;
    }
}
