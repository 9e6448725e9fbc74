using System.Data.Common;
using EmailContactPortal.Data;
using EmailContactPortal.Data.WriteBack;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Tracking.Hits;

namespace EmailContactPortal.Tracking.Storing;

/// <summary>Turns hits into events, counters and facts for the CRM, inside the caller's transaction, which the context must know too.</summary>
internal sealed class HitFolder(PortalContext db, HitStatements sql)
{
    public async Task FoldAsync(List<Hit> hits, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var deltas = new Deltas();
        var facts = new List<WriteBackFact>();
        // By delivery, so that neighbours share pages and every instance locks rows in the same order; stable, so that times stay in order.
        var ordered = hits.OrderBy(h => h.DeliveryId).ToList();
        for (var i = 0; i < ordered.Count;)
        {
            var end = i + 1;
            while (end < ordered.Count && ordered[end].DeliveryId == ordered[i].DeliveryId) end++;
            await FoldOneAsync(ordered[i..end], deltas, facts, transaction, cancellationToken);
            i = end;
        }

        await CountAsync(deltas, transaction, cancellationToken);
        await db.AddFactsAsync(facts, cancellationToken);
    }

    private async Task FoldOneAsync(List<Hit> hits, Deltas deltas, List<WriteBackFact> facts, DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (await PersonOf(hits[0].DeliveryId, transaction, cancellationToken) is not { } person) return;

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
                firstOfLink = (links ??= []).Add(hit.LinkId) && !await HasClickedAsync(person, hit, transaction, cancellationToken);
                Tell(person, CrmActivityKind.Clicked, hit, facts);
            }

            deltas.Add(person.Campaign, hit, first, firstOfLink);
            await sql.AddEvent.With(transaction, person.Campaign, hit.DeliveryId, (int)hit.Kind, LinkOf(hit), hit.At, hit.UserAgent, hit.IsMachine).RunAsync(cancellationToken);
        }

        if (opens > 0)
        {
            var update = person.Opens == 0 ? sql.FirstOpen.With(transaction, person.Delivery, opens, firstOpen, lastOpen) : sql.LaterOpen.With(transaction, person.Delivery, opens, lastOpen);
            await update.RunAsync(cancellationToken);
        }

        if (clicks > 0)
        {
            var update = person.Clicks == 0 ? sql.FirstClick.With(transaction, person.Delivery, clicks, firstClick) : sql.LaterClick.With(transaction, person.Delivery, clicks);
            await update.RunAsync(cancellationToken);
        }

        if (person.Status == DeliveryStatus.Uncertain) await SettleAsync(person, hits[0], deltas, facts, transaction, cancellationToken);
    }

    private async Task SettleAsync(Person person, Hit hit, Deltas deltas, List<WriteBackFact> facts, DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (await sql.SettleUncertain.With(transaction, person.Delivery).RunAsync(cancellationToken) == 0) return;
        deltas.Settle(person.Campaign);
        Tell(person, CrmActivityKind.Sent, hit with { LinkId = 0 }, facts);
    }

    private async Task CountAsync(Deltas deltas, DbTransaction transaction, CancellationToken cancellationToken)
    {
        foreach (var (link, d) in deltas.Links)
        {
            await sql.CountLink.With(transaction, link, d.Clicks, d.Clickers, d.MachineClicks).RunAsync(cancellationToken);
        }

        foreach (var (campaign, d) in deltas.Campaigns)
        {
            await sql.CountCampaign.With(transaction, campaign, d.Opens, d.Openers, d.Clicks, d.Clickers, d.MachineOpens, d.MachineClicks, d.Settled).RunAsync(cancellationToken);
        }

        foreach (var ((campaign, hour), d) in deltas.Hours)
        {
            var counted = await sql.CountHour.With(transaction, campaign, hour, d.Opens, d.Openers, d.Clicks, d.Clickers).RunAsync(cancellationToken);
            if (counted == 0) await sql.AddHour.With(transaction, campaign, hour, d.Opens, d.Openers, d.Clicks, d.Clickers).RunAsync(cancellationToken);
        }
    }

    private async Task<Person?> PersonOf(long delivery, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var row = await sql.ReadDelivery.With(transaction, delivery).ReadAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new Person(delivery, row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), (DeliveryStatus)row.GetInt32(3), row.IsDBNull(4) ? null : row.GetString(4))
            : null;
    }

    private async Task<bool> HasClickedAsync(Person person, Hit hit, DbTransaction transaction, CancellationToken cancellationToken) =>
        person.Clicks > 0 && Convert.ToInt32(await sql.HasClicked.With(transaction, person.Delivery, hit.LinkId).ValueAsync(cancellationToken), null) == 1;

    private static void Tell(Person person, CrmActivityKind kind, Hit hit, List<WriteBackFact> facts)
    {
        if (person.Contact is not null) facts.Add(new WriteBackFact(person.Delivery, kind, hit.At, LinkOf(hit)));
    }

    private static int? LinkOf(Hit hit) => hit.LinkId == 0 ? null : hit.LinkId;

    private sealed record Person(long Delivery, int Campaign, int Opens, int Clicks, DeliveryStatus Status, string? Contact);
}
