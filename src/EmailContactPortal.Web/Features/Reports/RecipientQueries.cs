using System.Globalization;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Reports;

/// <summary>
/// Reads the people behind the numbers of a report; every filter has an index, and lengths come from kept counters where there is one.
/// </summary>
internal sealed class RecipientQueries(PortalContext db, ListReading lists)
{
    /// <summary>
    /// People counted and paged through; beyond it the export is the way, because skipping further reads everything before.
    /// </summary>
    private const int MaxPaged = PagePlace.Reach;

    public async Task<RecipientPage?> ListAsync(int campaignId, RecipientRequest request, CancellationToken cancellationToken)
    {
        if (await NameAsync(campaignId, cancellationToken) is not { } name) return null;
        var counted = 0L;
        var list = await lists.ReadAsync(
            RecipientList.Spec,
            request,
            Narrowed(campaignId, request),
            rows => rows.Select(Row),
            async (rows, _) =>
            {
                counted = await KeptAsync(campaignId, request, cancellationToken)
                    ?? await rows.Take(MaxPaged + 1).LongCountAsync(cancellationToken);
                return Math.Min(counted, MaxPaged);
            },
            await ByKeyAsync(campaignId, request, cancellationToken),
            cancellationToken);
        list.Path = string.Create(CultureInfo.InvariantCulture, $"/reports/campaigns/{campaignId}/recipients");
        var link = request.Link is { } id
            ? await db.CampaignLinks.Where(l => l.Id == id).Select(l => l.Label).SingleOrDefaultAsync(cancellationToken)
            : null;
        return new RecipientPage(campaignId, name, list, link, counted > MaxPaged);
    }

    /// <summary>The campaign's name; null when there is none.</summary>
    public Task<string?> NameAsync(int campaignId, CancellationToken cancellationToken) =>
        db.Campaigns.Where(c => c.Id == campaignId).Select(c => c.Name).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Everybody who matches, as they come from the database.</summary>
    public async Task<IAsyncEnumerable<RecipientRow>> AllAsync(
        int campaignId, RecipientRequest request, CancellationToken cancellationToken)
    {
        var rows = Narrowed(campaignId, request);
        if (request.Words is { } words)
            rows = RecipientList.Spec.Found(rows, words, await ByKeyAsync(campaignId, request, cancellationToken));
        return db.Streamed(rows.OrderBy(d => d.Id).Select(Row));
    }

    private IQueryable<Delivery> Narrowed(int campaignId, RecipientRequest request)
    {
        var rows = db.Deliveries.AsNoTracking().Where(d => d.CampaignId == campaignId);
        if (request.Outcome is { } status) rows = rows.Where(d => d.Status == status);
        rows = request.Did switch
        {
            "opened" => rows.Where(d => d.FirstOpenAt != null),
            "not-opened" => rows.Where(d => d.Status == DeliveryStatus.Sent && d.FirstOpenAt == null),
            "clicked" => rows.Where(d => d.FirstClickAt != null),
            "unsubscribed" => rows.Where(d => d.UnsubscribedAt != null),
            _ => rows,
        };
        if (request.Link is { } link)
            rows = rows.Where(d => db.TrackingEvents.Any(e => e.LinkId == link && e.DeliveryId == d.Id && e.Kind == TrackingKind.Click
                && !e.IsMachine));
        return rows;
    }

    /// <summary>The beginning of an address is found by index; anything else is looked for in names and addresses.</summary>
    private async Task<bool> ByKeyAsync(int campaignId, RecipientRequest request, CancellationToken cancellationToken) =>
        request.Words?.IndexOf('@', StringComparison.Ordinal) > 0
        || await db.CampaignTotals.AnyAsync(
            t => t.CampaignId == campaignId && t.Recipients > ListRequest.SearchesEverywhere, cancellationToken);

    /// <summary>The length of a list that a counter knows; null when it has to be counted.</summary>
    private async Task<long?> KeptAsync(int campaignId, RecipientRequest request, CancellationToken cancellationToken)
    {
        if (request.Words is not null || request.Link is not null || (request.Outcome is not null && !string.IsNullOrEmpty(request.Did)))
            return null;
        var t = await db.CampaignTotals.AsNoTracking().SingleOrDefaultAsync(x => x.CampaignId == campaignId, cancellationToken);
        if (t is null) return null;
        if (!string.IsNullOrEmpty(request.Did))
            return request.Did switch
            {
                "opened" => t.UniqueOpens,
                "clicked" => t.UniqueClicks,
                "unsubscribed" => t.Unsubscribes,
                _ => null,
            };
        return request.Outcome switch
        {
            null => t.Recipients,
            DeliveryStatus.Sent => t.Sent,
            DeliveryStatus.Deferred => t.Deferred,
            DeliveryStatus.Bounced => t.Bounced,
            DeliveryStatus.Rejected => t.Rejected,
            DeliveryStatus.Uncertain => t.Uncertain,
            DeliveryStatus.Excluded => t.Excluded,
            _ => null,
        };
    }

    private static System.Linq.Expressions.Expression<Func<Delivery, RecipientRow>> Row { get; } = d => new RecipientRow(
        d.Id, d.Email, d.FirstName, d.LastName, d.Status, d.Exclusion, d.SentAt, d.SmtpReply, d.Opens, d.Clicks, d.LastOpenAt,
        d.FirstClickAt, d.UnsubscribedAt);
}
