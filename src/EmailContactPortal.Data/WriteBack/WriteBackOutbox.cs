using System.Globalization;
using System.Text.Json;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Data.WriteBack;

/// <summary>
/// Puts facts into the outbox, set-based and in the caller's transaction. Only deliveries of CRM groups leave an entry, and saying the same fact twice leaves one,
/// so callers need not look before they call.
/// </summary>
public static class WriteBackOutbox
{
    /// <summary>A record already in the CRM is refreshed only this long after its next open or click, so that a busy reader costs the CRM one call.</summary>
    public static readonly TimeSpan Coalesce = TimeSpan.FromMinutes(5);

    private const string Columns = """("CrmConnectionId", "CrmContactId", "CampaignId", "DeliveryId", "Kind", "LinkId", "At", "ExternalId", "Status", "Attempts")""";

    /// <summary>Adds "sent" for every sent delivery of a stretch of a campaign that has none yet.</summary>
    public static Task<int> AddSentAsync(this PortalContext db, int campaignId, long firstDeliveryId, long lastDeliveryId, CancellationToken cancellationToken)
    {
        var id = db.Database.IsSqlServer() ? "CONCAT(d.\"Id\", ':sent')" : "d.\"Id\" || ':sent'";
        var sql =
            $$"""
            INSERT INTO "WriteBackEntries" {{Columns}}
            SELECT c."CrmConnectionId", d."CrmContactId", d."CampaignId", d."Id", {{(int)WriteBackKind.Sent}}, NULL, d."SentAt", {{id}}, {{(int)WriteBackStatus.Pending}}, 0
            FROM "Deliveries" d INNER JOIN "Campaigns" c ON c."Id" = d."CampaignId"
            WHERE c."Id" = {0} AND d."Id" BETWEEN {1} AND {2} AND d."Status" IN ({{(int)DeliveryStatus.Sent}}, {{(int)DeliveryStatus.Bounced}}) AND d."SentAt" IS NOT NULL
              AND c."CrmConnectionId" IS NOT NULL AND d."CrmContactId" IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM "WriteBackEntries" w WHERE w."ExternalId" = {{id}})
            """;
        return db.Database.ExecuteSqlRawAsync(sql, [campaignId, firstDeliveryId, lastDeliveryId], cancellationToken);
    }

    /// <summary>Adds facts; an open or click already in the outbox is moved to its latest time and waits to be written again.</summary>
    public static async Task AddFactsAsync(this PortalContext db, IReadOnlyCollection<WriteBackFact> facts, CancellationToken cancellationToken)
    {
        if (facts.Count == 0) return;
        var latest = facts.GroupBy(f => f.ExternalId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.MaxBy(f => f.At)!, StringComparer.Ordinal);
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
                await db.Database.ExecuteSqlRawAsync(RefreshSql(db), [json, later], token);
                return await db.Database.ExecuteSqlRawAsync(InsertSql(db), [json], token);
            },
            cancellationToken);
    }

    private static string RefreshSql(PortalContext db) =>
        $$"""
        UPDATE "WriteBackEntries" SET "At" = f."a", "Attempts" = 0, "Status" = {{(int)WriteBackStatus.Pending}},
          "NextAttemptAt" = CASE WHEN "Status" = {{(int)WriteBackStatus.Written}} THEN {1} ELSE "NextAttemptAt" END
        FROM {{Source(db)}} WHERE "WriteBackEntries"."ExternalId" = f."x" AND f."m" = 1
          AND f."k" IN ({{(int)WriteBackKind.Opened}}, {{(int)WriteBackKind.Clicked}}) AND "WriteBackEntries"."At" < f."a"
        """;

    // A connection that wants every event gets each under its own name, the others the latest under the shared one.
    private static string InsertSql(PortalContext db) =>
        $$"""
        INSERT INTO "WriteBackEntries" {{Columns}}
        SELECT c."CrmConnectionId", d."CrmContactId", d."CampaignId", d."Id", f."k", f."l", f."a", CASE WHEN r."EveryEvent" = 1 THEN f."e" ELSE f."x" END, {{(int)WriteBackStatus.Pending}}, 0
        FROM {{Source(db)}} INNER JOIN "Deliveries" d ON d."Id" = f."d" INNER JOIN "Campaigns" c ON c."Id" = d."CampaignId" LEFT JOIN "CrmConnections" r ON r."Id" = c."CrmConnectionId"
        WHERE c."CrmConnectionId" IS NOT NULL AND d."CrmContactId" IS NOT NULL AND (r."EveryEvent" = 1 OR f."m" = 1)
          AND NOT EXISTS (SELECT 1 FROM "WriteBackEntries" w WHERE w."ExternalId" = CASE WHEN r."EveryEvent" = 1 THEN f."e" ELSE f."x" END)
        ORDER BY f."n"
        """;

    private static string Source(PortalContext db) => db.Database.IsSqlServer()
        ? """(SELECT * FROM OPENJSON({0}) WITH ("n" int, "d" bigint, "k" int, "l" int, "a" datetime2, "x" nvarchar(100), "e" nvarchar(100), "m" int)) AS f"""
        : """
          (SELECT json_extract(value, '$.n') AS "n", json_extract(value, '$.d') AS "d", json_extract(value, '$.k') AS "k",
          json_extract(value, '$.l') AS "l", json_extract(value, '$.a') AS "a", json_extract(value, '$.x') AS "x",
          json_extract(value, '$.e') AS "e", json_extract(value, '$.m') AS "m" FROM json_each({0})) AS f
          """;
}
