using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Grouping;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Consent;

namespace EmailContactPortal.Data.Consent;

/// <summary>Takes addresses out of all sending; in the caller's transaction.</summary>
public static class SuppressionWriter
{
    /// <summary>Longest words of a server that are kept, characters.</summary>
    public const int MaxDetail = 500;

    /// <summary>Suppresses an address.</summary>
    /// <returns>False when it was already.</returns>
    public static async Task<bool> SuppressAsync(
        this PortalContext db, string email, SuppressionReason reason, string? detail, DateTime at, int? campaignId,
        CancellationToken cancellationToken)
    {
        try
        {
            return await db.RunAsync(ConsentSql.Suppress, Values(email, reason, detail, at, campaignId), cancellationToken) == 1;
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicate(e))
        {
            // Two bounces of one address came at once.
            return false;
        }
    }

    /// <summary>The same among the statements of a group.</summary>
    public static bool Suppress(
        this PreparedConnection connection, string email, SuppressionReason reason, string? detail, DateTime at, int? campaignId)
    {
        try
        {
            return connection.Execute(ConsentSql.Suppress, Values(email, reason, detail, at, campaignId)) == 1;
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicate(e))
        {
            return false;
        }
    }

    private static object?[] Values(string email, SuppressionReason reason, string? detail, DateTime at, int? campaignId) =>
        [email, EmailAddress.Key(email), (int)reason, detail is null ? null : Text.Bound(detail, MaxDetail), at, campaignId];
}
