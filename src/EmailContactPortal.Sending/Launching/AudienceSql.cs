using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.Deliveries;

namespace EmailContactPortal.Sending.Launching;

/// <summary>Statements that freeze a target group into deliveries and cut those into batches.</summary>
internal static class AudienceSql
{
    private const int BatchSize = 1_000;

    /// <summary>
    /// A stretch of members, excluded ones too with the rule; who is in already is left out. Values: campaign, list type, group, after
    /// which member, up to which.
    /// </summary>
    internal static readonly SqlText Add = new(
        $$"""
        INSERT INTO "Deliveries"
          ("CampaignId", "Email", "EmailKey", "FirstName", "LastName", "Fields", "CrmContactId",
           "Status", "Exclusion", "Attempts", "Opens", "Clicks")
        SELECT {0}, m."Email", m."EmailKey", m."FirstName", m."LastName", m."Fields", m."CrmContactId",
          CASE WHEN u."Id" IS NULL AND s."Id" IS NULL THEN {{(int)DeliveryStatus.Pending}} ELSE {{(int)DeliveryStatus.Excluded}} END,
          CASE WHEN u."Id" IS NOT NULL THEN {{(int)ExclusionRule.Unsubscribed}} WHEN s."Id" IS NULL THEN {{(int)ExclusionRule.None}}
            WHEN s."Reason" = {{(int)SuppressionReason.Complaint}} THEN {{(int)ExclusionRule.Suppressed}}
            ELSE {{(int)ExclusionRule.HardBounced}} END, 0, 0, 0
        FROM "Members" m
        LEFT JOIN "Unsubscribes" u ON u."ListTypeId" = {1} AND u."EmailKey" = m."EmailKey"
        LEFT JOIN "Suppressions" s ON s."EmailKey" = m."EmailKey"
        WHERE m."TargetGroupId" = {2} AND m."Id" > {3} AND m."Id" <= {4} AND m."RemovedAt" IS NULL
          AND NOT EXISTS (SELECT 1 FROM "Deliveries" d WHERE d."CampaignId" = {0} AND d."EmailKey" = m."EmailKey")
        ORDER BY m."Id"
        """);

    /// <summary>Values: campaign.</summary>
    internal static readonly SqlText Cut = new(Batches("""MIN(n."Settled")"""), Batches("""CAST(MIN(n."Settled") AS bit)"""));

    private static string Batches(string isDone) =>
        $$"""
        INSERT INTO "DeliveryBatches" ("CampaignId", "FirstId", "LastId", "IsDone", "FencingToken")
        SELECT {0}, MIN(n."Id"), MAX(n."Id"), {{isDone}}, 0
        FROM (SELECT d."Id", CASE WHEN d."Status" = {{(int)DeliveryStatus.Excluded}} THEN 1 ELSE 0 END AS "Settled",
                (ROW_NUMBER() OVER (ORDER BY d."Id") - 1) / {{BatchSize}} AS "Number"
              FROM "Deliveries" d WHERE d."CampaignId" = {0}) n
        GROUP BY n."Number" ORDER BY MIN(n."Id")
        """;
}
