using EmailContactPortal.Data.Deliveries;
using EmailContactPortal.Data.Grouping;
using EmailContactPortal.Data.WriteBack;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Tracking.Hits;

namespace EmailContactPortal.Tracking.Storing;

/// <summary>Turns hits into events, counters and facts for the CRM, inside the caller's transaction.</summary>
internal sealed class HitFolder(PreparedConnection sql)
{
    public async Task FoldAsync(List<Hit> hits, CancellationToken cancellationToken)
    {
        var changes = new CounterChanges();
        var facts = new List<WriteBackFact>();
        // By delivery, so that neighbours share pages and every instance locks rows in the same order; stable, so that times stay in order.
        var ordered = hits.OrderBy(h => h.DeliveryId).ToList();
        for (var i = 0; i < ordered.Count;)
        {
            var end = i + 1;
            while (end < ordered.Count && ordered[end].DeliveryId == ordered[i].DeliveryId) end++;
            await FoldOneAsync(ordered[i..end], changes, facts, cancellationToken);
            i = end;
        }

        await CountAsync(changes, cancellationToken);
        await sql.Db.AddFactsAsync(facts, cancellationToken);
    }

    private async Task FoldOneAsync(List<Hit> hits, CounterChanges changes, List<WriteBackFact> facts, CancellationToken cancellationToken)
    {
        if (await PersonOf(hits[0].DeliveryId, cancellationToken) is not { } person) return;

        var (opens, clicks) = (0, 0);
        var (firstOpen, lastOpen, firstClick) = (default(DateTime), default(DateTime), default(DateTime));
        HashSet<int>? links = null;
        foreach (var hit in hits)
        {
            var first = false;
            var firstOfLink = false;
            if (hit is { IsMachine: false, Kind: TrackingKind.Open })
            {
                first = person.Opens + opens == 0;
                if (opens++ == 0) firstOpen = hit.At;
                lastOpen = hit.At;
                Tell(person, CrmActivityKind.Opened, hit, facts);
            }
            else if (hit is { IsMachine: false, Kind: TrackingKind.Click })
            {
                first = person.Clicks + clicks == 0;
                if (clicks++ == 0) firstClick = hit.At;
                firstOfLink = (links ??= []).Add(hit.LinkId) && !await HasClickedAsync(person, hit, cancellationToken);
                Tell(person, CrmActivityKind.Clicked, hit, facts);
            }

            changes.Add(person.Campaign, hit, first, firstOfLink);
            await sql.AddEventAsync(EventOf(person, hit), cancellationToken);
        }

        if (opens > 0)
        {
            if (person.Opens == 0) await sql.ExecuteAsync(HitSql.FirstOpen, cancellationToken, person.Delivery, opens, firstOpen, lastOpen);
            else await sql.ExecuteAsync(HitSql.LaterOpen, cancellationToken, person.Delivery, opens, lastOpen);
        }

        if (clicks > 0)
        {
            if (person.Clicks == 0) await sql.ExecuteAsync(HitSql.FirstClick, cancellationToken, person.Delivery, clicks, firstClick);
            else await sql.ExecuteAsync(HitSql.LaterClick, cancellationToken, person.Delivery, clicks);
        }

        if (person.Status == DeliveryStatus.Uncertain) await SettleAsync(person, hits[0], changes, facts, cancellationToken);
    }

    private async Task SettleAsync(
        Person person, Hit hit, CounterChanges changes, List<WriteBackFact> facts, CancellationToken cancellationToken)
    {
        if (await sql.ExecuteAsync(HitSql.SettleUncertain, cancellationToken, person.Delivery) == 0) return;
        changes.Settle(person.Campaign);
        Tell(person, CrmActivityKind.Sent, hit with { LinkId = 0 }, facts);
    }

    private async Task CountAsync(CounterChanges changes, CancellationToken cancellationToken)
    {
        foreach (var (link, d) in changes.Links)
        {
            await sql.ExecuteAsync(HitSql.CountLink, cancellationToken, link, d.Clicks, d.Clickers, d.MachineClicks);
        }

        foreach (var (campaign, d) in changes.Campaigns)
        {
            await sql.ExecuteAsync(
                HitSql.CountCampaign, cancellationToken, campaign, d.Opens, d.Openers, d.Clicks, d.Clickers, d.MachineOpens,
                d.MachineClicks, d.Settled);
        }

        foreach (var ((campaign, hour), d) in changes.Hours)
        {
            var counted = await sql.ExecuteAsync(
                HitSql.CountHour, cancellationToken, campaign, hour, d.Opens, d.Openers, d.Clicks, d.Clickers);
            if (counted == 0)
                await sql.ExecuteAsync(HitSql.AddHour, cancellationToken, campaign, hour, d.Opens, d.Openers, d.Clicks, d.Clickers);
        }
    }

    private async Task<Person?> PersonOf(long delivery, CancellationToken cancellationToken)
    {
        await using var row = await sql.ReadAsync(HitSql.ReadDelivery, cancellationToken, delivery);
        return await row.ReadAsync(cancellationToken)
            ? new Person(
                delivery, row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), (DeliveryStatus)row.GetInt32(3),
                row.IsDBNull(4) ? null : row.GetString(4))
            : null;
    }

    private async Task<bool> HasClickedAsync(Person person, Hit hit, CancellationToken cancellationToken) =>
        person.Clicks > 0 && await sql.HasAnyAsync(HitSql.HasClicked, cancellationToken, person.Delivery, hit.LinkId);

    private static void Tell(Person person, CrmActivityKind kind, Hit hit, List<WriteBackFact> facts)
    {
        if (person.Contact is not null) facts.Add(new WriteBackFact(person.Delivery, kind, hit.At, LinkOf(hit)));
    }

    private static TrackingEvent EventOf(Person person, Hit hit) => new()
    {
        CampaignId = person.Campaign,
        DeliveryId = hit.DeliveryId,
        Kind = hit.Kind,
        LinkId = LinkOf(hit),
        At = hit.At,
        UserAgent = hit.UserAgent,
        IsMachine = hit.IsMachine,
    };

    private static int? LinkOf(Hit hit) => hit.LinkId == 0 ? null : hit.LinkId;

    private sealed record Person(long Delivery, int Campaign, int Opens, int Clicks, DeliveryStatus Status, string? Contact);
}
