using System.Text.Json;
using EmailContactPortal.Audience.Importing;
using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.Wording;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Reports;

/// <summary>Reads everything the portal knows of one address.</summary>
internal sealed class PersonQueries(PortalContext db, PersonStories stories)
{
    /// <summary>Messages told on one page.</summary>
    private const int MessagesPerPage = 20;

    /// <summary>The page of the person behind a delivery.</summary>
    public async Task<PersonPage?> OfDeliveryAsync(long deliveryId, int skip, CancellationToken cancellationToken)
    {
        var email = await db.Deliveries.Where(d => d.Id == deliveryId).Select(d => d.Email).SingleOrDefaultAsync(cancellationToken);
        return email is null ? null : await FindAsync(email, skip, cancellationToken);
    }

    /// <summary>The page of an address; null when nothing is known of it.</summary>
    public async Task<PersonPage?> FindAsync(string email, int skip, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryNormalize(email, out var address, out _)) return null;
        var key = EmailAddress.Key(address);
        var mails = db.Deliveries.AsNoTracking().Where(d => d.EmailKey == key);
        var groups = await db.TargetGroups.AsNoTracking()
            .Where(g => db.Members.Any(m => m.TargetGroupId == g.Id && m.EmailKey == key && m.RemovedAt == null))
            .OrderBy(g => g.Name).Select(g => new GroupRow(g.Id, g.Name)).Take(100).ToListAsync(cancellationToken);
        var page = await mails.OrderByDescending(d => d.Id).Skip(skip).Take(MessagesPerPage).ToListAsync(cancellationToken);
        var changes = await db.ConsentChanges.AsNoTracking().Where(c => c.EmailKey == key).OrderBy(c => c.Id).Take(200)
            .ToListAsync(cancellationToken);
        if (page.Count == 0 && groups.Count == 0 && changes.Count == 0 && skip == 0) return null;

        var names = await NamesAsync(page, cancellationToken);
        var story = new List<StoryEvent>();
        foreach (var delivery in page)
            story.AddRange(await stories.OfDeliveryAsync(delivery, names[delivery.CampaignId], cancellationToken));
        var lists = await db.ListTypes.AsNoTracking().OrderBy(l => l.Name).Take(200).ToListAsync(cancellationToken);
        if (skip == 0) story.AddRange(changes.Where(c => c.DeliveryId is null).Select(c => Of(c, lists)));

        var member = groups.Count == 0
            ? null
            : await db.Members.AsNoTracking()
                .FirstOrDefaultAsync(m => m.TargetGroupId == groups[0].Id && m.EmailKey == key, cancellationToken);
        var (first, last, fields) = member is not null
            ? (member.FirstName, member.LastName, member.Fields)
            : page.Count > 0 ? (page[0].FirstName, page[0].LastName, page[0].Fields) : ("", "", "{}");
        var total = await mails.CountAsync(cancellationToken);
        return new PersonPage(
            member?.Email ?? page.FirstOrDefault()?.Email ?? address,
            $"{first} {last}".Trim(),
            Fields(fields, await LabelsAsync(groups, cancellationToken)),
            groups,
            await ConsentAsync(key, lists, cancellationToken),
            new PersonCounts(
                await mails.CountAsync(d => d.SentAt != null, cancellationToken),
                await mails.CountAsync(d => d.Opens > 0, cancellationToken),
                await mails.CountAsync(d => d.Clicks > 0, cancellationToken),
                await mails.CountAsync(d => d.Status == DeliveryStatus.Bounced, cancellationToken)),
            [.. story.OrderByDescending(e => e.At)],
            skip,
            total > skip + MessagesPerPage ? skip + MessagesPerPage : null);
    }

    private async Task<Dictionary<int, string>> NamesAsync(List<Delivery> deliveries, CancellationToken cancellationToken)
    {
        var ids = deliveries.Select(d => d.CampaignId).Distinct().ToList();
        return await db.Campaigns.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, cancellationToken);
    }

    private async Task<IReadOnlyList<ConsentRow>> ConsentAsync(string key, List<ListType> lists, CancellationToken cancellationToken)
    {
        var left = await db.Unsubscribes.AsNoTracking().Where(u => u.EmailKey == key)
            .ToDictionaryAsync(u => u.ListTypeId, cancellationToken);
        return [.. lists.Select(l => left.TryGetValue(l.Id, out var u)
            ? new ConsentRow(l.Id, l.Name, u.At, How(u.Source))
            : new ConsentRow(l.Id, l.Name, null, null))];
    }

    private static StoryEvent Of(ConsentChange change, List<ListType> lists)
    {
        var list = lists.FirstOrDefault(l => l.Id == change.ListTypeId)?.Name ?? Words.Of("a list");
        var note = How(change.Source) + (change.Actor is null ? "" : $", {change.Actor}")
            + (change.Reason is null ? "" : $": {change.Reason}");
        return new StoryEvent(
            change.At, change.Unsubscribed ? "unsubscribed" : "resubscribed",
            change.Unsubscribed ? Words.Of("Unsubscribed from {0}", list) : Words.Of("Subscribed to {0} again", list), note, null, null,
            false, null);
    }

    private static string How(ConsentSource source) => source switch
    {
        ConsentSource.Page => Words.Of("on the subscription page"),
        ConsentSource.OneClick => Words.Of("with the mail program's button"),
        ConsentSource.Mail => Words.Of("by mail"),
        ConsentSource.Person => Words.Of("in the portal"),
        ConsentSource.Import => Words.Of("by import"),
        ConsentSource.Crm => Words.Of("in the CRM"),
        ConsentSource.Api => Words.Of("by API"),
        _ => source.ToString(),
    };

    private async Task<Dictionary<string, string>> LabelsAsync(List<GroupRow> groups, CancellationToken cancellationToken)
    {
        if (groups.Count == 0) return [];
        var json = await db.TargetGroups.Where(g => g.Id == groups[0].Id).Select(g => g.Fields).SingleOrDefaultAsync(cancellationToken);
        return json is null ? [] : MemberFields.Parse(json).GroupBy(f => f.Key).ToDictionary(g => g.Key, g => g.First().Label);
    }

    private static IReadOnlyList<(string Label, string Value)> Fields(string json, Dictionary<string, string> labels) =>
        [.. (JsonSerializer.Deserialize<Dictionary<string, string?>>(json)
            ?? []).Select(f => (labels.GetValueOrDefault(f.Key, f.Key), f.Value ?? ""))];
}
