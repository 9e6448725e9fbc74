using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.Consent;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>
/// The statements of a group commit. SQL Server is a round trip away and gets a whole group at once, as JSON; SQLite is in the process, and takes
/// a row at a time faster than it reads JSON.
/// </summary>
internal static class CommitSql
{
    /// <summary>Columns of an outcome: id, state before, state, reply, stage, sent, next attempt, exclusion, server, tries, attempted, Message-ID.</summary>
    private static readonly string[] OutcomeColumns =
        ["i bigint", "w int", "s int", "r nvarchar(500)", "g nvarchar(40)", "t datetime2", "n datetime2", "x int", "m int", "k int", "a datetime2", "q nvarchar(200)"];

    /// <summary>Columns of an attempt: the connection, batch, delivery, state before, Message-ID, time.</summary>
    private static readonly string[] AttemptColumns = ["i bigint", "b bigint", "d bigint", "w int", "q nvarchar(200)", "a datetime2"];

    /// <summary>
    /// The token of a batch and the state of its campaign, neither of which may change before this transaction ends. The batch is locked as one that may be changed,
    /// because its lease is: a shared lock that turns exclusive would meet the one of somebody who wants to take the batch over.
    /// </summary>
    internal static readonly SqlText Fence = new(Fenced("", ""), Fenced("WITH (UPDLOCK, ROWLOCK)", "WITH (REPEATABLEREAD, ROWLOCK)"));

    internal static readonly SqlText Lease = new("""UPDATE "DeliveryBatches" SET "LeaseUntil" = @until WHERE "Id" = @id AND "FencingToken" = @token""");

    internal static readonly SqlText Outcomes = Value(
        OutcomeColumns,
        """
        UPDATE "Deliveries" SET "Status" = {s}, "SmtpReply" = {r}, "SmtpStage" = {g}, "SentAt" = {t}, "NextAttemptAt" = {n}, "Exclusion" = {x},
          "MailServerId" = COALESCE({m}, "MailServerId"), "Attempts" = "Attempts" + {k}, "AttemptedAt" = COALESCE({a}, "AttemptedAt"),
          "FirstAttemptAt" = CASE WHEN {k} = 1 THEN COALESCE("FirstAttemptAt", {a}, @now) ELSE "FirstAttemptAt" END, "MessageId" = COALESCE({q}, "MessageId") {from}
        WHERE "Deliveries"."Id" = {i} AND "Deliveries"."Status" = {w}
        """);

    internal static readonly SqlText Attempts = Value(
        AttemptColumns,
        """
        UPDATE "OpenAttempts" SET "BatchId" = {b}, "DeliveryId" = {d}, "MessageId" = {q}, "AttemptedAt" = {a} {from}
        WHERE "OpenAttempts"."Id" = {i} AND ({d} IS NULL OR EXISTS (SELECT 1 FROM "Deliveries" d WHERE d."Id" = {d} AND d."Status" = {w}))
        """);

    internal static readonly SqlText Totals = new(
        """
        UPDATE "CampaignTotals" SET "Pending" = "Pending" + @pending, "Sent" = "Sent" + @sent, "Deferred" = "Deferred" + @deferred,
          "Rejected" = "Rejected" + @rejected, "Uncertain" = "Uncertain" + @uncertain, "Excluded" = "Excluded" + @excluded
        WHERE "CampaignId" = @id
        """);

    /// <summary>Takes an address out of all sending, unless it is already.</summary>
    internal static readonly SqlText Suppress = new(
        $"""
        INSERT INTO "Suppressions" ("Email", "EmailKey", "Reason", "Detail", "At", "CampaignId")
        SELECT @email, @key, {(int)SuppressionReason.HardBounce}, @detail, @at, @campaign WHERE NOT EXISTS (SELECT 1 FROM "Suppressions" WHERE "EmailKey" = @key)
        """);

    private static string Fenced(string batch, string campaign) =>
        $"""
        SELECT b."FencingToken", c."Status" FROM "DeliveryBatches" b {batch} INNER JOIN "Campaigns" c {campaign} ON c."Id" = b."CampaignId" WHERE b."Id" = @id
        """;

    // SQL Server gets a whole group as @rows; SQLite one row, with a parameter for each column.
    private static SqlText Value(string[] columns, string statement)
    {
        var from = "FROM (SELECT * FROM OPENJSON(@rows) WITH (" + string.Join(", ", columns.Select((c, i) => $"\"{c[0]}\"{c[1..]} '$[{i}]'")) + ")) AS f";
        var (single, group) = (statement.Replace("{from}", "", StringComparison.Ordinal), statement.Replace("{from}", from, StringComparison.Ordinal));
        foreach (var name in columns.Select(c => c[0]))
        {
            single = single.Replace($"{{{name}}}", $"@{name}", StringComparison.Ordinal);
            group = group.Replace($"{{{name}}}", $"f.\"{name}\"", StringComparison.Ordinal);
        }

        return new SqlText(single, group);
    }
}
