using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Data.Consent;

/// <summary>
/// The one place that changes who is unsubscribed: the address, the evidence and the list's counter in one transaction, so that they never disagree.
/// Joins the caller's transaction when there is one.
/// </summary>
public static class ConsentWriter
{
    private const int Chunk = 500;

    /// <summary>Takes an address off a list.</summary>
    /// <returns>False when it was off already; then nothing is written.</returns>
    public static Task<bool> UnsubscribeAsync(this PortalContext db, ConsentAct act, CancellationToken cancellationToken)
    {
        var key = EmailAddress.Key(act.Email);
        return db.InTransactionAsync(
            async token =>
            {
                if (await InsertAsync(db, act, key, token) == 0) return false;
                await CountAsync(db, act.ListTypeId, 1, token);
                await RecordAsync(db, act, key, unsubscribed: true, token);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Puts an address back on a list.</summary>
    /// <returns>False when it was not unsubscribed; then nothing is written.</returns>
    public static Task<bool> ResubscribeAsync(this PortalContext db, ConsentAct act, CancellationToken cancellationToken)
    {
        var key = EmailAddress.Key(act.Email);
        return db.InTransactionAsync(
            async token =>
            {
                var removed = await db.Unsubscribes.Where(u => u.ListTypeId == act.ListTypeId && u.EmailKey == key).ExecuteDeleteAsync(token);
                if (removed == 0) return false;
                await CountAsync(db, act.ListTypeId, -1, token);
                await RecordAsync(db, act, key, unsubscribed: false, token);
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
    public static async Task<int> UnsubscribeManyAsync(this PortalContext db, ConsentAct act, IEnumerable<string> emails, CancellationToken cancellationToken)
    {
        var added = 0;
        foreach (var chunk in emails.DistinctBy(EmailAddress.Key).Chunk(Chunk))
        {
            added += await db.InTransactionAsync(
                async token =>
                {
                    var count = 0;
                    foreach (var email in chunk)
                    {
                        if (await db.UnsubscribeAsync(act with { Email = email }, token)) count++;
                    }

                    return count;
                },
                cancellationToken);
        }

        return added;
    }

    private static Task<int> InsertAsync(PortalContext db, ConsentAct act, string key, CancellationToken token)
    {
        // Two clicks on the same button may arrive at once: SQL Server must hold the gap it looked at, SQLite has one writer anyway.
        return db.Database.IsSqlServer()
            ? db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "Unsubscribes" ("ListTypeId", "Email", "EmailKey", "At", "Source", "Reason", "CampaignId")
                SELECT {act.ListTypeId}, {act.Email}, {key}, {act.At}, {(int)act.Source}, {act.Reason}, {act.CampaignId}
                WHERE NOT EXISTS (SELECT 1 FROM "Unsubscribes" WITH (UPDLOCK, HOLDLOCK) WHERE "ListTypeId" = {act.ListTypeId} AND "EmailKey" = {key})
                """,
                token)
            : db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "Unsubscribes" ("ListTypeId", "Email", "EmailKey", "At", "Source", "Reason", "CampaignId")
                SELECT {act.ListTypeId}, {act.Email}, {key}, {act.At}, {(int)act.Source}, {act.Reason}, {act.CampaignId}
                WHERE NOT EXISTS (SELECT 1 FROM "Unsubscribes" WHERE "ListTypeId" = {act.ListTypeId} AND "EmailKey" = {key})
                """,
                token);
    }

    private static Task<int> CountAsync(PortalContext db, int listTypeId, int by, CancellationToken token) =>
        db.ListTypes.Where(l => l.Id == listTypeId).ExecuteUpdateAsync(s => s.SetProperty(l => l.UnsubscribedCount, l => l.UnsubscribedCount + by), token);

    private static Task<int> RecordAsync(PortalContext db, ConsentAct act, string key, bool unsubscribed, CancellationToken token)
    {
        var agent = act.UserAgent is null ? null : Domain.Text.Bound(act.UserAgent, 256);
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "ConsentChanges" ("ListTypeId", "EmailKey", "Unsubscribed", "At", "Source", "Actor", "Reason", "DeliveryId", "RemoteAddress", "UserAgent")
            VALUES ({act.ListTypeId}, {key}, {unsubscribed}, {act.At}, {(int)act.Source}, {act.Actor}, {act.Reason}, {act.DeliveryId}, {act.RemoteAddress}, {agent})
            """,
            token);
    }
}
