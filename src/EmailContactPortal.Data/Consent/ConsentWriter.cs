using System.Text.Json;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Data.Consent;

/// <summary>
/// The one place that changes who is unsubscribed: the address, the evidence and the list's counter in one transaction, so that they never
/// disagree. Joins the caller's transaction when there is one.
/// </summary>
public static class ConsentWriter
{
    private const int Chunk = 500;

    // Each round means that somebody else took the same address off the same list in the same moment.
    private const int MostRounds = 10;

    /// <summary>Takes an address off a list.</summary>
    /// <returns>False when it was off already; then nothing is written.</returns>
    public static async Task<bool> UnsubscribeAsync(this PortalContext db, ConsentAct act, CancellationToken cancellationToken) =>
        await AddAsync(db, act, [new Person(act.Email, EmailAddress.Key(act.Email))], cancellationToken) == 1;

    /// <summary>Puts an address back on a list.</summary>
    /// <returns>False when it was not unsubscribed; then nothing is written.</returns>
    public static Task<bool> ResubscribeAsync(this PortalContext db, ConsentAct act, CancellationToken cancellationToken)
    {
        var key = EmailAddress.Key(act.Email);
        return db.InTransactionAsync(
            async token =>
            {
                var removed = await db.Unsubscribes.Where(u => u.ListTypeId == act.ListTypeId && u.EmailKey == key)
                    .ExecuteDeleteAsync(token);
                if (removed == 0) return false;
                await RecordAsync(db, act, Json([new Person(act.Email, key)]), unsubscribed: false, token);
                await CountAsync(db, act.ListTypeId, -1, token);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Takes many addresses off a list for one reason; those that are off already stay as they are.</summary>
    /// <param name="db">The tables.</param>
    /// <param name="act">What all have in common; its address is not looked at.</param>
    /// <param name="emails">Addresses that <see cref="EmailAddress.TryNormalize"/> accepted.</param>
    /// <param name="cancellationToken">Stops between chunks; finished chunks stay.</param>
    /// <returns>How many were newly unsubscribed.</returns>
    public static async Task<int> UnsubscribeManyAsync(
        this PortalContext db, ConsentAct act, IEnumerable<string> emails, CancellationToken cancellationToken)
    {
        var added = 0;
        var people = emails.Select(email => new Person(email, EmailAddress.Key(email))).DistinctBy(p => p.Key);
        foreach (var chunk in people.Chunk(Chunk)) added += await AddAsync(db, act, chunk, cancellationToken);
        return added;
    }

    // In the order of locks (see Transactions): addresses, evidence, and the counter once, last.
    private static async Task<int> AddAsync(
        PortalContext db, ConsentAct act, IReadOnlyList<Person> people, CancellationToken cancellationToken)
    {
        for (var round = 1; ; round++)
        {
            try
            {
                return await db.InTransactionAsync(
                    async token =>
                    {
                        var keys = people.Select(p => p.Key).ToList();
                        var known = await db.Unsubscribes.Where(u => u.ListTypeId == act.ListTypeId && keys.Contains(u.EmailKey))
                            .Select(u => u.EmailKey).ToListAsync(token);
                        var fresh = people.ExceptBy(known, p => p.Key, StringComparer.Ordinal).ToList();
                        if (fresh.Count == 0) return 0;
                        var json = Json(fresh);
                        await db.RunAsync(
                            ConsentSql.Unsubscribe, [act.ListTypeId, json, act.At, (int)act.Source, act.Reason, act.CampaignId], token);
                        await RecordAsync(db, act, json, unsubscribed: true, token);
                        await CountAsync(db, act.ListTypeId, fresh.Count, token);
                        return fresh.Count;
                    },
                    cancellationToken);
            }
            catch (Exception e) when (DatabaseErrors.IsDuplicate(e) && round < MostRounds)
            {
                // Somebody else's click or import was first; the next look sees it, and nothing of this one was written.
            }
        }
    }

    private static string Json(IEnumerable<Person> people) => JsonSerializer.Serialize(people.Select(p => new { e = p.Email, k = p.Key }));

    private static Task<int> CountAsync(PortalContext db, int listTypeId, int by, CancellationToken token) =>
        db.ListTypes.Where(l => l.Id == listTypeId)
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.UnsubscribedCount, l => l.UnsubscribedCount + by), token);

    private static Task<int> RecordAsync(PortalContext db, ConsentAct act, string json, bool unsubscribed, CancellationToken token)
    {
        var agent = act.UserAgent is null ? null : Domain.Text.Bound(act.UserAgent, 256);
        return db.RunAsync(
            ConsentSql.Record,
            [act.ListTypeId, json, unsubscribed, act.At, (int)act.Source, act.Actor, act.Reason, act.DeliveryId, act.RemoteAddress, agent],
            token);
    }

    private readonly record struct Person(string Email, string Key);
}
