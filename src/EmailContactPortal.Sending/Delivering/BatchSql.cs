using EmailContactPortal.Data.Connecting;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>Statements about batches.</summary>
internal static class BatchSql
{
    /// <summary>
    /// Takes a batch over unless its token has moved on. SQL Server passes over a row that somebody else has locked instead of waiting: he
    /// is taking it, or at work on it. Values: batch, token, new owner, until when.
    /// </summary>
    internal static readonly SqlText Claim = new(Taken(""), Taken("WITH (UPDLOCK, READPAST, ROWLOCK)"));

    private static string Taken(string hint) =>
        $$"""
        UPDATE "DeliveryBatches" {{hint}} SET "Owner" = {2}, "FencingToken" = {1} + 1, "LeaseUntil" = {3}
        WHERE "Id" = {0} AND "FencingToken" = {1}
        """;
}
