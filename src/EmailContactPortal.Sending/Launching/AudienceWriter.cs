using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Sending.Pacing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Launching;

/// <summary>
/// Freezes a target group into delivery rows, set-based and in chunks, excluded people too with the rule that left them out.
/// May be broken off anywhere and run again: a person is never in twice.
/// </summary>
internal sealed class AudienceWriter(PortalContext db)
{
    private const int ChunkSize = 20_000;
    private const int BatchSize = 1_000;

    // The values are the portal's own numbers, never text from outside.
    private static readonly string InsertSql =
        $$"""
        INSERT INTO "Deliveries" ("CampaignId", "Email", "EmailKey", "FirstName", "LastName", "Fields", "CrmContactId", "Status", "Exclusion", "Attempts", "Opens", "Clicks")
        SELECT {0}, m."Email", m."EmailKey", m."FirstName", m."LastName", m."Fields", m."CrmContactId",
          CASE WHEN u."Id" IS NULL AND s."Id" IS NULL THEN {{(int)DeliveryStatus.Pending}} ELSE {{(int)DeliveryStatus.Excluded}} END,
          CASE WHEN u."Id" IS NOT NULL THEN {{(int)ExclusionRule.Unsubscribed}} WHEN s."Id" IS NULL THEN {{(int)ExclusionRule.None}}
            WHEN s."Reason" = {{(int)SuppressionReason.Complaint}} THEN {{(int)ExclusionRule.Suppressed}} ELSE {{(int)ExclusionRule.HardBounced}} END, 0, 0, 0
        FROM "Members" m LEFT JOIN "Unsubscribes" u ON u."ListTypeId" = {1} AND u."EmailKey" = m."EmailKey" LEFT JOIN "Suppressions" s ON s."EmailKey" = m."EmailKey"
        WHERE m."TargetGroupId" = {2} AND m."Id" > {3} AND m."Id" <= {4} AND m."RemovedAt" IS NULL
          AND NOT EXISTS (SELECT 1 FROM "Deliveries" d WHERE d."CampaignId" = {0} AND d."EmailKey" = m."EmailKey")
        ORDER BY m."Id"
        """;

    private static readonly string BatchSql =
        $$"""
        INSERT INTO "DeliveryBatches" ("CampaignId", "FirstId", "LastId", "IsDone", "FencingToken")
        SELECT {0}, MIN(n."Id"), MAX(n."Id"), MIN(n."Settled"), 0
        FROM (SELECT d."Id", CASE WHEN d."Status" = {{(int)DeliveryStatus.Excluded}} THEN 1 ELSE 0 END AS "Settled",
                (ROW_NUMBER() OVER (ORDER BY d."Id") - 1) / {{BatchSize}} AS "Number"
              FROM "Deliveries" d WHERE d."CampaignId" = {0}) n
        GROUP BY n."Number" ORDER BY MIN(n."Id")
        """;

    /// <summary>Writes all rows, batches and counters, and marks the campaign launched.</summary>
    internal async Task WriteAsync(Campaign campaign, int targetGroupId, int listTypeId, DateTime now, CancellationToken cancellationToken)
    {
        for (long after = 0; ;)
        {
            var upTo = await db.Members.AsNoTracking()
                .Where(m => m.TargetGroupId == targetGroupId && m.Id > after)
                .OrderBy(m => m.Id)
                .Take(ChunkSize)
                .Select(m => (long?)m.Id)
                .MaxAsync(cancellationToken);
            if (upTo is null)
                break;
            await db.Database.ExecuteSqlRawAsync(InsertSql, [campaign.Id, listTypeId, targetGroupId, after, upTo.Value], cancellationToken);
            after = upTo.Value;
        }

        await db.InTransactionAsync(token => FinishAsync(campaign.Id, now, token), cancellationToken);
    }

    private async Task<int> FinishAsync(int campaignId, DateTime now, CancellationToken cancellationToken)
    {
        await db.DeliveryBatches.Where(b => b.CampaignId == campaignId).ExecuteDeleteAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync(BatchSql.Replace("MIN(n.\"Settled\")", db.Database.IsSqlServer() ? "CAST(MIN(n.\"Settled\") AS bit)" : "MIN(n.\"Settled\")", StringComparison.Ordinal), [campaignId], cancellationToken);
        var counts = await db.Deliveries.Where(d => d.CampaignId == campaignId).GroupBy(d => d.Status)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        await db.CampaignTotals.Where(t => t.CampaignId == campaignId).ExecuteDeleteAsync(cancellationToken);
        db.CampaignTotals.Add(new CampaignTotals
        {
            CampaignId = campaignId,
            Recipients = counts.Values.Sum(),
            Pending = counts.GetValueOrDefault(DeliveryStatus.Pending),
            Excluded = counts.GetValueOrDefault(DeliveryStatus.Excluded),
        });
        await db.SaveChangesAsync(cancellationToken);
        await CampaignCounts.CountAsync(db, campaignId, cancellationToken);
        return await db.Campaigns.Where(c => c.Id == campaignId)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.LaunchedAt, now).SetProperty(c => c.Version, c => c.Version + 1), cancellationToken);
    }
}
