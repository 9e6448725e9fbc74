using System.Collections.Concurrent;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Tracking;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Tracking.Links;

/// <summary>Where a tracked link leads: the stored address, for personal links filled from the recipient's frozen data.</summary>
public sealed class LinkTargets(IDbContextFactory<PortalContext> contexts)
{
    /// <summary>Links remembered; enough for every link of the campaigns that are read at one time.</summary>
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<int, LinkTarget> remembered = new();

    /// <summary>
    /// The address to send the browser to, or null when the link is gone or leads to nothing a browser or mail program opens.
    /// </summary>
    public ValueTask<string?> FindAsync(int linkId, long deliveryId, CancellationToken cancellationToken) =>
        remembered.TryGetValue(linkId, out var target) && target.IsPlain
            ? ValueTask.FromResult(target.Plain)
            : new(LookUpAsync(linkId, deliveryId, cancellationToken));

    private async Task<string?> LookUpAsync(int linkId, long deliveryId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!remembered.TryGetValue(linkId, out var target))
        {
            var url = await db.CampaignLinks.AsNoTracking().Where(l => l.Id == linkId).Select(l => l.Url)
                .SingleOrDefaultAsync(cancellationToken);
            if (url is null) return null;
            target = new LinkTarget(url);
            // Only signed tokens come this far, so nobody can fill it with inventions; starting over is rare and cheap.
            if (remembered.Count >= MaxRemembered) remembered.Clear();
            remembered[linkId] = target;
        }

        if (target.IsPlain) return target.Plain;
        var person = await db.Deliveries.AsNoTracking().Where(d => d.Id == deliveryId)
            .Select(d => new { d.Email, d.FirstName, d.LastName, d.Fields }).SingleOrDefaultAsync(cancellationToken);
        if (person is null) return null;
        var values = new Person(person.Email, person.FirstName, person.LastName, person.Fields);
        // Everybody has addresses of their own; a link that leads to one is never stored.
        return target.For(name => name is MergeFields.UnsubscribeUrl or MergeFields.OnlineUrl ? "1" : values.Value(name));
    }
}
