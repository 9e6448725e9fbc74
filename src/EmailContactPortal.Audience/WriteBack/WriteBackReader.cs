using EmailContactPortal.Crm;
using EmailContactPortal.Data;
using EmailContactPortal.Data.WriteBack;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Tracking;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Audience.WriteBack;

/// <summary>An outbox entry with what the CRM is told.</summary>
internal sealed record DueActivity(long EntryId, int CampaignId, int Attempts, CrmActivity Activity);

/// <summary>How far write-back is.</summary>
public sealed record WriteBackTotals(int Pending, int Written, int Failed, DateTime? OldestPendingAt);

/// <summary>Reads the outbox: what is due, in each contact's order, and how far it is.</summary>
public static class WriteBackReader
{
    /// <summary>Counts of one campaign, or of all.</summary>
    public static async Task<WriteBackTotals> TotalsAsync(PortalContext db, int? campaignId, CancellationToken cancellationToken)
    {
        var entries = db.WriteBackEntries.Where(e => campaignId == null || e.CampaignId == campaignId);
        var counts = await entries.GroupBy(e => e.Status).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var oldest = await entries.Where(e => e.Status == WriteBackStatus.Pending).MinAsync(e => (DateTime?)e.At, cancellationToken);
        return new WriteBackTotals(
            counts.GetValueOrDefault(WriteBackStatus.Pending), counts.GetValueOrDefault(WriteBackStatus.Written),
            counts.GetValueOrDefault(WriteBackStatus.Failed), oldest);
    }

    /// <summary>
    /// The next due entries, at most one for each contact. Who left a list or came back goes first, in their order: an opt-out must not
    /// wait behind the thousands that a mailing sends. The others arrive in each contact's order.
    /// </summary>
    internal static async Task<IReadOnlyList<DueActivity>> DueAsync(
        PortalContext db, int connectionId, DateTime now, int batch, CancellationToken cancellationToken)
    {
        var prefix = await CrmPrefix.ReadAsync(db, cancellationToken);
        var pending = db.WriteBackEntries.AsNoTracking()
            .Where(e => e.CrmConnectionId == connectionId && e.Status == WriteBackStatus.Pending);
        var due = pending.Where(e => e.NextAttemptAt == null || e.NextAttemptAt <= now);
        var held = pending.Where(e => e.Attempts > 0 && e.NextAttemptAt > now);
        var consent = due.Where(e => e.Kind == CrmActivityKind.Unsubscribed || e.Kind == CrmActivityKind.Resubscribed)
            .Where(e => !held.Any(o => o.CrmContactId == e.CrmContactId && o.Id < e.Id
                && (o.Kind == CrmActivityKind.Unsubscribed || o.Kind == CrmActivityKind.Resubscribed)))
            .OrderBy(e => e.Id).Take(batch);
        var first = (await ActivitiesAsync(db, consent, prefix, cancellationToken)).DistinctBy(a => a.Activity.ContactId).ToList();
        if (first.Count >= batch) return first;
        var others = due.Where(e => e.Kind != CrmActivityKind.Unsubscribed && e.Kind != CrmActivityKind.Resubscribed)
            .Where(e => !held.Any(o => o.CrmContactId == e.CrmContactId && o.Id < e.Id))
            .OrderBy(e => e.Id).Take(batch - first.Count);
        return [.. first.Concat(await ActivitiesAsync(db, others, prefix, cancellationToken)).DistinctBy(a => a.Activity.ContactId)];
    }

    /// <summary>Entries as the CRM is told them, in their order.</summary>
    internal static async Task<IReadOnlyList<DueActivity>> ActivitiesAsync(
        PortalContext db, IQueryable<WriteBackEntry> entries, string prefix, CancellationToken cancellationToken)
    {
        var rows = await entries.Select(e => new
        {
            Entry = e,
            Campaign = db.Campaigns.Where(c => c.Id == e.CampaignId).Select(c => new { c.Name, c.CrmCampaignId }).FirstOrDefault(),
            Content = db.CampaignContents.Where(c => c.CampaignId == e.CampaignId).Select(c => new { c.Subject, c.SenderAddress })
                .FirstOrDefault(),
            Link = db.CampaignLinks.Where(l => l.Id == e.LinkId).Select(l => l.Url).FirstOrDefault(),
            Delivery = db.Deliveries.Where(d => d.Id == e.DeliveryId)
                .Select(d => new { d.Email, d.FirstName, d.LastName, d.Fields, d.Opens, d.FirstOpenAt, d.SentAt }).FirstOrDefault(),
            Clicks = e.Kind == CrmActivityKind.Clicked
                ? db.TrackingEvents.Count(t => t.DeliveryId == e.DeliveryId && t.LinkId == e.LinkId && t.Kind == TrackingKind.Click
                    && !t.IsMachine)
                : 0,
            IsOvertaken = db.WriteBackEntries.Any(o => o.CrmContactId == e.CrmContactId && o.Status == WriteBackStatus.Written
                && o.CrmConnectionId == e.CrmConnectionId && o.At > e.At
                && (o.Kind == CrmActivityKind.Unsubscribed || o.Kind == CrmActivityKind.Resubscribed)),
        }).ToListAsync(cancellationToken);
        return [.. rows.OrderBy(r => r.Entry.Id).Select(r =>
        {
            var isOne = WriteBackFact.IsOneEvent(r.Entry.ExternalId);
            // The contact's history tells subject and address as that person got them.
            var person = r.Delivery is { } d ? new Person(d.Email, d.FirstName, d.LastName, d.Fields) : new Person("", "", "", "{}");
            var detail = r.Entry.Kind != CrmActivityKind.Clicked
                ? person.Fill(r.Content?.Subject ?? "")
                : r.Link is { } link ? new LinkTarget(link).For(person.Value) ?? link : null;
            return new DueActivity(
                r.Entry.Id,
                r.Entry.CampaignId,
                r.Entry.Attempts,
                new CrmActivity(
                    prefix + r.Entry.ExternalId, r.Entry.CrmContactId, r.Entry.Kind, r.Entry.At, r.Campaign?.Name ?? "", detail ?? "")
                {
                    Count = isOne
                        ? 1
                        : Math.Max(
                            1, r.Entry.Kind switch
                            {
                                CrmActivityKind.Opened => r.Delivery?.Opens ?? 1,
                                CrmActivityKind.Clicked => r.Clicks,
                                _ => 1,
                            }),
                    FirstAt = r.Entry.Kind == CrmActivityKind.Opened && !isOne ? r.Delivery?.FirstOpenAt : null,
                    Since = r.Delivery?.SentAt,
                    IsOvertaken = r.IsOvertaken,
                    Email = r.Delivery?.Email ?? "",
                    Sender = r.Content?.SenderAddress ?? "",
                    CrmCampaignId = r.Campaign?.CrmCampaignId,
                });
        })];
    }
}
