using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Consent;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Data.Consent;

/// <summary>Takes addresses out of all sending; in the caller's transaction.</summary>
public static class SuppressionWriter
{
    private const int MaxDetail = 500;

    /// <summary>Suppresses an address.</summary>
    /// <returns>False when it was already.</returns>
    public static async Task<bool> SuppressAsync(this PortalContext db, string email, SuppressionReason reason, string? detail, DateTime at, int? campaignId, CancellationToken cancellationToken)
    {
        var key = EmailAddress.Key(email);
        var words = detail is null ? null : Text.Bound(detail, MaxDetail);
        // Two bounces of one address may come at once: SQL Server must hold the gap it looked at, SQLite has one writer anyway.
        var inserted = db.Database.IsSqlServer()
            ? await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "Suppressions" ("Email", "EmailKey", "Reason", "Detail", "At", "CampaignId")
                SELECT {email}, {key}, {(int)reason}, {words}, {at}, {campaignId}
                WHERE NOT EXISTS (SELECT 1 FROM "Suppressions" WITH (UPDLOCK, HOLDLOCK) WHERE "EmailKey" = {key})
                """,
                cancellationToken)
            : await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "Suppressions" ("Email", "EmailKey", "Reason", "Detail", "At", "CampaignId")
                SELECT {email}, {key}, {(int)reason}, {words}, {at}, {campaignId}
                WHERE NOT EXISTS (SELECT 1 FROM "Suppressions" WHERE "EmailKey" = {key})
                """,
                cancellationToken);
        return inserted == 1;
    }
}
