using System.Globalization;
using System.Text.Json;
using EmailContactPortal.Data.Connecting;

namespace EmailContactPortal.Data.WriteBack;

/// <summary>
/// Puts facts into the outbox, set-based and in the caller's transaction. Only deliveries of CRM groups leave an entry, and saying the same
/// fact twice leaves one, so callers need not look before they call.
/// </summary>
public static class WriteBackOutbox
{
    /// <summary>
    /// A record already in the CRM is refreshed only this long after its next open or click, so that a busy reader costs the CRM one call.
    /// </summary>
    public static readonly TimeSpan Coalesce = TimeSpan.FromMinutes(5);

    private const int MostRounds = 5;

    /// <summary>
    /// Adds "sent" for every sent delivery of a stretch of a campaign that has none yet, and "hard bounce" for every address refused for
    /// good while sending.
    /// </summary>
    public static async Task<int> AddSentAsync(
        this PortalContext db, int campaignId, long firstDeliveryId, long lastDeliveryId, CancellationToken cancellationToken)
    {
        if (lastDeliveryId - firstDeliveryId < db.RowsAtOnce())
            return await AddStretchAsync(db, campaignId, firstDeliveryId, lastDeliveryId, cancellationToken);
        var added = 0;
        await db.EachStretchAsync(
            db.Deliveries.Where(d => d.CampaignId == campaignId && d.Id >= firstDeliveryId && d.Id <= lastDeliveryId).Select(d => d.Id),
            async (first, last) => added += await AddStretchAsync(db, campaignId, first, last, cancellationToken),
            cancellationToken);
        return added;
    }

    /// <summary>Adds facts; an open or click already in the outbox is moved to its latest time and waits to be written again.</summary>
    public static async Task AddFactsAsync(
        this PortalContext db, IReadOnlyCollection<WriteBackFact> facts, CancellationToken cancellationToken)
    {
        if (facts.Count == 0) return;
        var latest = facts.GroupBy(f => f.ExternalId, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.MaxBy(f => f.At)!, StringComparer.Ordinal);
        var rows = facts.DistinctBy(f => f.EventId).Select((f, n) => new
        {
            n,
            d = f.DeliveryId,
            k = (int)f.Kind,
            l = f.LinkId,
            a = f.At.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
            x = f.ExternalId,
            e = f.EventId,
            m = latest[f.ExternalId].At == f.At ? 1 : 0,
        });
        var json = JsonSerializer.Serialize(rows);
        var later = facts.Max(f => f.At) + Coalesce;
        await db.InTransactionAsync(
            async token =>
            {
                await db.RunAsync(OutboxSql.Refresh, [json, later], token);
                var added = await AddAsync(db, OutboxSql.Add, [json], token);
                return facts.Any(f => f.IsConsent) ? added + await AddAsync(db, OutboxSql.AddOthers, [json], token) : added;
            },
            cancellationToken);
    }

    private static async Task<int> AddStretchAsync(
        PortalContext db, int campaignId, long first, long last, CancellationToken cancellationToken) =>
        await AddAsync(db, OutboxSql.AddSent, [campaignId, first, last], cancellationToken)
        + await AddAsync(db, OutboxSql.AddRefused, [campaignId, first, last], cancellationToken);

    // Two instances may say the same fact in one moment: the second statement is undone alone, and finds the fact there when it looks
    // again.
    private static async Task<int> AddAsync(PortalContext db, SqlText sql, object?[] values, CancellationToken cancellationToken)
    {
        for (var round = 1; ; round++)
        {
            try
            {
                return await db.RunAsync(sql, values, cancellationToken);
            }
            catch (Exception e) when (DatabaseErrors.IsDuplicate(e) && round < MostRounds)
            {
                // Look again.
            }
        }
    }
}
