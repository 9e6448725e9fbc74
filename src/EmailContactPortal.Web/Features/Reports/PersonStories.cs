using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Reports;

/// <summary>Reads what happened to and by one person; used by the person page and by the API.</summary>
internal sealed class PersonStories(PortalContext db)
{
    /// <summary>Events of one message that are told; a picture loaded a thousand times says nothing new.</summary>
    private const int MaxEvents = 500;

    /// <summary>One person in one campaign; null when there is no such recipient.</summary>
    public async Task<RecipientStory?> InCampaignAsync(int campaignId, string email, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryNormalize(email, out var address, out _)) return null;
        var key = EmailAddress.Key(address);
        var delivery = await db.Deliveries.AsNoTracking()
            .SingleOrDefaultAsync(d => d.CampaignId == campaignId && d.EmailKey == key, cancellationToken);
        if (delivery is null) return null;
        var name = await db.Campaigns.Where(c => c.Id == campaignId).Select(c => c.Name).SingleAsync(cancellationToken);
        return new RecipientStory(
            delivery.Id, delivery.Email, delivery.FirstName, delivery.LastName, delivery.Status, delivery.Attempts, delivery.MessageId,
            delivery.SmtpReply, delivery.SentAt,
            delivery.Exclusion == ExclusionRule.None ? null : delivery.Exclusion, delivery.Opens, delivery.Clicks, delivery.UnsubscribedAt,
            await OfDeliveryAsync(delivery, name, cancellationToken));
    }

    /// <summary>Everything about one message, in order.</summary>
    public async Task<IReadOnlyList<StoryEvent>> OfDeliveryAsync(
        Delivery delivery, string campaignName, CancellationToken cancellationToken)
    {
        var story = Fate(delivery, campaignName).ToList();
        var events = await (
            from e in db.TrackingEvents.AsNoTracking()
            where e.DeliveryId == delivery.Id
            orderby e.Id
            select new
            {
                e.Kind,
                e.At,
                e.IsMachine,
                e.UserAgent,
                Link = db.CampaignLinks.FirstOrDefault(l => l.Id == e.LinkId),
            }).Take(MaxEvents).ToListAsync(cancellationToken);
        story.AddRange(events.Select(e => Of(delivery, campaignName, e.Kind, e.At, e.IsMachine, e.UserAgent, e.Link)));
        // The outbox names its entries by delivery, and that name has an index.
        var told = await db.WriteBackEntries.AsNoTracking().Where(PrefixRange.Of<WriteBackEntry>(e => e.ExternalId, $"{delivery.Id}:"))
            .Where(e => e.Status == WriteBackStatus.Written && e.WrittenAt != null)
            .OrderBy(e => e.Id).Take(MaxEvents).Select(e => new { e.Kind, e.WrittenAt }).ToListAsync(cancellationToken);
        story.AddRange(told.Select(t => new StoryEvent(
            t.WrittenAt!.Value, "writtenBack", Words.Of("Written back to the CRM"), Told(t.Kind), delivery.CampaignId, campaignName, false,
            delivery.Id)));
        return [.. story.OrderBy(e => e.At)];
    }

    private static IEnumerable<StoryEvent> Fate(Delivery d, string campaign)
    {
        StoryEvent At(DateTime at, string kind, string what, string? note) =>
            new(at, kind, what, note, d.CampaignId, campaign, false, d.Id);
        if (d.SentAt is { } sent)
            yield return At(
                sent, "sent", Words.Of("Sent"), d.SmtpReply is null ? null : Words.Of("The mail server answered: {0}", d.SmtpReply));
        if (d.AttemptedAt is not { } tried) yield break;
        switch (d.Status)
        {
            case DeliveryStatus.Deferred:
                yield return At(tried, "deferred", Words.Of("Put off by the mail server, tried again by itself"), d.SmtpReply);
                break;
            case DeliveryStatus.Bounced:
                yield return At(tried, "bounced", Words.Of("Came back"), d.SmtpReply);
                break;
            case DeliveryStatus.Rejected:
                yield return At(tried, "rejected", Words.Of("Refused by the mail server"), d.SmtpReply);
                break;
            case DeliveryStatus.Uncertain:
                yield return At(
                    tried, "uncertain", Words.Of("It is not known whether it arrived"),
                    d.SmtpStage is null ? null : Words.Of("The connection ended at: {0}", d.SmtpStage));
                break;
            default:
                break;
        }
    }

    private static StoryEvent Of(
        Delivery d, string campaign, TrackingKind kind, DateTime at, bool machine, string? agent, CampaignLink? link)
    {
        var (word, what) = kind switch
        {
            TrackingKind.Open => ("opened", machine ? Words.Of("Opened by a machine") : Words.Of("Opened")),
            TrackingKind.Click =>
                ("clicked", machine ? Words.Of("Clicked by a machine: {0}", Named(link)) : Words.Of("Clicked {0}", Named(link))),
            TrackingKind.OnlineView => ("viewedOnline", Words.Of("Read it online")),
            TrackingKind.Unsubscribe => ("unsubscribed", Words.Of("Unsubscribed")),
            TrackingKind.Resubscribe => ("resubscribed", Words.Of("Subscribed again")),
            TrackingKind.Bounce => ("bounced", Words.Of("Came back")),
            TrackingKind.Complaint => ("complained", Words.Of("Complained")),
            _ => ("event", kind.ToString()),
        };
        return new StoryEvent(
            at, word, what, link is null ? Devices.Of(agent) : ReportWords.ShortUrl(link.Url), d.CampaignId, campaign, machine,
            d.Id)
        { Url = link?.Url, UserAgent = agent };
    }

    private static string Named(CampaignLink? link) =>
        link is null ? Words.Of("a link") : $"“{(link.Label.Length > 0 ? link.Label : link.Url)}”";

    private static string Told(CrmActivityKind kind) => kind switch
    {
        CrmActivityKind.Sent => Words.Of("Email sent"),
        CrmActivityKind.Opened => Words.Of("Read"),
        CrmActivityKind.Clicked => Words.Of("Clicked link"),
        CrmActivityKind.Unsubscribed => Words.Of("Unsubscribed"),
        CrmActivityKind.Resubscribed => Words.Of("Subscribed again"),
        _ => Words.Of("Came back"),
    };
}
