using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Deliveries;

namespace EmailContactPortal.Data.WriteBack;

/// <summary>Statements of the outbox of facts for CRMs.</summary>
internal static class OutboxSql
{
    private const string Columns =
        """("CrmConnectionId", "CrmContactId", "CampaignId", "DeliveryId", "Kind", "LinkId", "At", "ExternalId", "Status", "Attempts")""";

    private static readonly JsonRows Facts = JsonRows.Of(
        0, "n int", "d bigint", "k int", "l int", "a datetime2", "x nvarchar(100)", "e nvarchar(100)", "m int");

    /// <summary>"Sent" for the sent deliveries of a stretch that have none yet. Values: campaign, first and last delivery.</summary>
    internal static readonly SqlText AddSent = new(Sent("d.\"Id\" || ':sent'"), Sent("CONCAT(d.\"Id\", ':sent')"));

    /// <summary>
    /// "Hard bounce" for those of a stretch whose address was refused for good while sending, and that have none yet. Values: campaign,
    /// first and last delivery.
    /// </summary>
    internal static readonly SqlText AddRefused = new(Refused("d.\"Id\" || ':bounced'"), Refused("CONCAT(d.\"Id\", ':bounced')"));

    /// <summary>
    /// Moves opens and clicks to their latest time. Values: facts as JSON, when those already in the CRM are written again.
    /// </summary>
    internal static readonly SqlText Refresh = new(Latest(Facts.Sqlite, ""), Latest(Facts.SqlServer, SqlText.Exact));

    /// <summary>Adds facts that are not there. Values: facts as JSON.</summary>
    internal static readonly SqlText Add = new(New(Facts.Sqlite, ""), New(Facts.SqlServer, SqlText.Exact));

    /// <summary>Leaving and coming back, for the other contacts of the same address in the campaign. Values: facts as JSON.</summary>
    internal static readonly SqlText AddOthers = new(
        Others(Facts.Sqlite, "f.\"x\" || ':' || o.\"Id\"", ""), Others(Facts.SqlServer, "CONCAT(f.\"x\", ':', o.\"Id\")", SqlText.Exact));

    private static string Others(string facts, string id, string exact) =>
        $$"""
        INSERT INTO "WriteBackEntries" {{Columns}}
        SELECT c."CrmConnectionId", o."CrmContactId", d."CampaignId", d."Id", f."k", f."l", f."a", {{id}},
          {{(int)WriteBackStatus.Pending}}, 0
        FROM {{facts}} INNER JOIN "Deliveries" d ON d."Id" = f."d" INNER JOIN "Campaigns" c ON c."Id" = d."CampaignId"
          INNER JOIN "MemberContacts" o ON o."TargetGroupId" = c."TargetGroupId" AND o."EmailKey" = d."EmailKey"
        WHERE f."k" IN ({{(int)CrmActivityKind.Unsubscribed}}, {{(int)CrmActivityKind.Resubscribed}})
          AND c."CrmConnectionId" IS NOT NULL AND d."CrmContactId" IS NOT NULL
          AND o."CrmContactId" <> d."CrmContactId" AND NOT EXISTS (SELECT 1 FROM "WriteBackEntries" w
            WHERE w."ExternalId" = {{id}} {{exact}})
        ORDER BY f."n"
        """;

    private static string Sent(string id) =>
        $$"""
        INSERT INTO "WriteBackEntries" {{Columns}}
        SELECT c."CrmConnectionId", d."CrmContactId", d."CampaignId", d."Id", {{(int)CrmActivityKind.Sent}}, NULL, d."SentAt", {{id}},
          {{(int)WriteBackStatus.Pending}}, 0
        FROM "Deliveries" d INNER JOIN "Campaigns" c ON c."Id" = d."CampaignId"
        WHERE c."Id" = {0} AND d."Id" BETWEEN {1} AND {2}
          AND d."Status" IN ({{(int)DeliveryStatus.Sent}}, {{(int)DeliveryStatus.Bounced}}) AND d."SentAt" IS NOT NULL
          AND c."CrmConnectionId" IS NOT NULL AND d."CrmContactId" IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM "WriteBackEntries" w WHERE w."ExternalId" = {{id}})
        """;

    private static string Refused(string id) =>
        $$"""
        INSERT INTO "WriteBackEntries" {{Columns}}
        SELECT c."CrmConnectionId", d."CrmContactId", d."CampaignId", d."Id", {{(int)CrmActivityKind.HardBounced}}, NULL, s."At", {{id}},
          {{(int)WriteBackStatus.Pending}}, 0
        FROM "Deliveries" d INNER JOIN "Campaigns" c ON c."Id" = d."CampaignId"
          INNER JOIN "Suppressions" s ON s."EmailKey" = d."EmailKey" AND s."CampaignId" = c."Id"
            AND s."Reason" = {{(int)SuppressionReason.HardBounce}}
        WHERE c."Id" = {0} AND d."Id" BETWEEN {1} AND {2} AND d."Status" = {{(int)DeliveryStatus.Rejected}}
          AND c."CrmConnectionId" IS NOT NULL AND d."CrmContactId" IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM "WriteBackEntries" w WHERE w."ExternalId" = {{id}})
        """;

    private static string Latest(string facts, string exact) =>
        $$"""
        UPDATE "WriteBackEntries" SET "At" = f."a", "Attempts" = 0, "Status" = {{(int)WriteBackStatus.Pending}},
          "NextAttemptAt" = CASE WHEN "Status" = {{(int)WriteBackStatus.Written}} THEN {1} ELSE "NextAttemptAt" END
        FROM {{facts}} WHERE "WriteBackEntries"."ExternalId" = f."x" {{exact}} AND f."m" = 1
          AND f."k" IN ({{(int)CrmActivityKind.Opened}}, {{(int)CrmActivityKind.Clicked}}) AND "WriteBackEntries"."At" < f."a"
        """;

    // A connection that wants every event gets each under its own name, the others the latest under the shared one.
    private static string New(string facts, string exact) =>
        $$"""
        INSERT INTO "WriteBackEntries" {{Columns}}
        SELECT c."CrmConnectionId", d."CrmContactId", d."CampaignId", d."Id", f."k", f."l", f."a",
          CASE WHEN r."EveryEvent" = 1 THEN f."e" ELSE f."x" END, {{(int)WriteBackStatus.Pending}}, 0
        FROM {{facts}} INNER JOIN "Deliveries" d ON d."Id" = f."d"
          INNER JOIN "Campaigns" c ON c."Id" = d."CampaignId" LEFT JOIN "CrmConnections" r ON r."Id" = c."CrmConnectionId"
        WHERE c."CrmConnectionId" IS NOT NULL AND d."CrmContactId" IS NOT NULL AND (r."EveryEvent" = 1 OR f."m" = 1)
          AND NOT EXISTS (SELECT 1 FROM "WriteBackEntries" w
            WHERE w."ExternalId" = CASE WHEN r."EveryEvent" = 1 THEN f."e" ELSE f."x" END {{exact}})
        ORDER BY f."n"
        """;
}
