using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Consent;
using EmailContactPortal.Data.Deliveries;
using EmailContactPortal.Data.WriteBack;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Tracking;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Tracking.Subscriptions;

/// <summary>
/// What a recipient does on the subscription page: consent, evidence, event, counters and the fact for the CRM in one transaction.
/// </summary>
public sealed class SubscriptionChanges(PortalContext db, TimeProvider time)
{
    private const int MostTries = 5;

    /// <summary>What the page of this delivery's recipient shows, or null when the delivery is gone.</summary>
    public async Task<Subscription?> FindAsync(long deliveryId, CancellationToken cancellationToken)
    {
        var site = await db.Sites.AsNoTracking().Select(s => s.Name).FirstOrDefaultAsync(cancellationToken);
        var found = await (
            from d in db.Deliveries.AsNoTracking()
            join c in db.Campaigns on d.CampaignId equals c.Id
            join l in db.ListTypes on c.ListTypeId equals l.Id
            where d.Id == deliveryId
            select new
            {
                d.Email,
                d.Fields,
                GroupFields = db.TargetGroups.Where(g => g.Id == c.TargetGroupId).Select(g => g.Fields).FirstOrDefault(),
                c.Name,
                ListName = l.Name,
                l.Description,
                l.PageHtml,
                At = db.Unsubscribes.Where(u => u.ListTypeId == l.Id && u.EmailKey == d.EmailKey).Select(u => (DateTime?)u.At)
                    .FirstOrDefault(),
            }).SingleOrDefaultAsync(cancellationToken);
        if (found is null) return null;
        var language = ReaderLanguage.OfPerson(found.Fields, found.GroupFields ?? "[]");
        return new Subscription(site ?? "", found.Email, found.ListName, found.Description, found.PageHtml, found.At, found.Name, language);
    }

    /// <summary>Takes the recipient off the list type of this delivery; nothing happens when that was done before.</summary>
    /// <returns>False when the delivery is gone.</returns>
    public Task<bool> UnsubscribeAsync(long deliveryId, ConsentSource source, ActedFrom from, CancellationToken cancellationToken) =>
        ChangeAsync(deliveryId, source, from, unsubscribe: true, cancellationToken);

    /// <summary>Puts the recipient back on the list type of this delivery.</summary>
    /// <returns>False when the delivery is gone.</returns>
    public Task<bool> ResubscribeAsync(long deliveryId, ConsentSource source, ActedFrom from, CancellationToken cancellationToken) =>
        ChangeAsync(deliveryId, source, from, unsubscribe: false, cancellationToken);

    private async Task<bool> ChangeAsync(
        long deliveryId, ConsentSource source, ActedFrom from, bool unsubscribe, CancellationToken cancellationToken)
    {
        var found = await db.Deliveries.AsNoTracking().Where(d => d.Id == deliveryId)
            .Join(db.Campaigns, d => d.CampaignId, c => c.Id, (d, c) => new { d.Email, d.CampaignId, c.ListTypeId })
            .SingleOrDefaultAsync(cancellationToken);
        if (found?.ListTypeId is not { } listType) return false;
        var agent = from.UserAgent is null ? null : Text.Bound(from.UserAgent, TrackingEvent.MaxUserAgent);
        var act = new ConsentAct(listType, found.Email, source, time.GetUtcNow().UtcDateTime)
        {
            CampaignId = found.CampaignId,
            DeliveryId = deliveryId,
            RemoteAddress = from.RemoteAddress,
            UserAgent = agent,
        };
        for (var tries = 1; ; tries++)
        {
            try
            {
                await db.InTransactionAsync(
                    async token =>
                    {
                        var changed = unsubscribe ? await db.UnsubscribeAsync(act, token) : await db.ResubscribeAsync(act, token);
                        if (changed) await RecordAsync(act, unsubscribe, token);
                        return changed;
                    },
                    cancellationToken);
                return true;
            }
            catch (Exception e) when (DatabaseErrors.IsBusy(e) && tries < MostTries)
            {
                // A mailbox provider asks once. Whoever held the database this long, an import of a million people perhaps, will have done
                // at some time.
            }
        }
    }

    private async Task RecordAsync(ConsentAct act, bool unsubscribe, CancellationToken cancellationToken)
    {
        var (delivery, campaign) = (act.DeliveryId!.Value, act.CampaignId!.Value);
        var kind = unsubscribe ? TrackingKind.Unsubscribe : TrackingKind.Resubscribe;
        await db.AddEventAsync(
            new TrackingEvent { CampaignId = campaign, DeliveryId = delivery, Kind = kind, At = act.At, UserAgent = act.UserAgent },
            cancellationToken);
        // Counted by the campaign whose mail led here; coming back takes back what this campaign had counted.
        DateTime? at = unsubscribe ? act.At : null;
        var counted = await db.Deliveries.Where(d => d.Id == delivery && (d.UnsubscribedAt == null) == unsubscribe)
            .ExecuteUpdateAsync(s => s.SetProperty(d => d.UnsubscribedAt, at), cancellationToken);
        var by = unsubscribe ? counted : -counted;
        await db.CampaignTotals.Where(t => t.CampaignId == campaign)
            .ExecuteUpdateAsync(s => s.SetProperty(t => t.Unsubscribes, t => t.Unsubscribes + by), cancellationToken);
        var fact = new WriteBackFact(delivery, unsubscribe ? CrmActivityKind.Unsubscribed : CrmActivityKind.Resubscribed, act.At);
        await db.AddFactsAsync([fact], cancellationToken);
    }
}
