using EmailContactPortal.Data;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Sending.Composing;
using EmailContactPortal.Web.Startup.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Web.Public;

/// <summary>A delivery's message as it was sent, from the content frozen at confirmation and the person frozen at launch.</summary>
internal sealed class OnlineViews(
    IDbContextFactory<PortalContext> contexts, PublicToken tokens, IMemoryCache cache, IOptions<PortalOptions> portal)
{
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(10);

    /// <summary>The message of one delivery; null when it, or its campaign's content, is gone.</summary>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="tracks">False shows it to colleagues: its links and picture then lead nowhere and count nothing.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<RenderedEmail?> FindAsync(long deliveryId, bool tracks, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var delivery = await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == deliveryId, cancellationToken);
        if (delivery is null || await CompiledAsync(db, delivery.CampaignId, cancellationToken) is not { } compiled) return null;
        var person = Person.Of(delivery);
        return tracks && compiled.Links.Count <= compiled.LinkIds.Count
            ? compiled.Email.Render(person, tokens, deliveryId, compiled.LinkIds)
            : compiled.Email.Preview(person);
    }

    private async Task<Compiled?> CompiledAsync(PortalContext db, int campaignId, CancellationToken cancellationToken)
    {
        var key = (typeof(OnlineViews), campaignId);
        if (cache.TryGetValue(key, out Compiled? known)) return known;
        var content = await db.CampaignContents.AsNoTracking().SingleOrDefaultAsync(c => c.CampaignId == campaignId, cancellationToken);
        var campaign = await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == campaignId, cancellationToken);
        if (content is null || campaign is null) return null;
        var options = new CompileOptions(portal.Value.PublicUrl)
        {
            Utm = campaign.UseGoogleAnalytics ? new UtmParameters(campaign.UtmSource, campaign.UtmMedium, campaign.UtmCampaign) : null,
        };
        var compiled = EmailCompiler.Compile(EmailSource.Of(content), options, cancellationToken);
        // Remembered too: anybody with a link may ask as often as they like.
        if (!compiled.Succeeded) return cache.Set<Compiled?>(key, null, Keep);
        var links = await db.CampaignLinks.AsNoTracking().Where(l => l.CampaignId == campaignId).OrderBy(l => l.Position).Select(l => l.Id)
            .ToListAsync(cancellationToken);
        return cache.Set(key, new Compiled(compiled.Value, links), Keep);
    }

    private sealed record Compiled(CompiledEmail Email, IReadOnlyList<int> LinkIds)
    {
        public IReadOnlyList<FoundLink> Links => Email.Links;
    }
}
