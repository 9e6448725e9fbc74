using EmailContactPortal.Data.Connecting;

namespace EmailContactPortal.Sending.Committing;

/// <summary>
/// The statements of a group commit. SQL Server is a round trip away and gets a whole group at once, as JSON; SQLite is in the process, and
/// takes
/// a row at a time faster than it reads JSON.
/// </summary>
internal static class CommitSql
{
    /// <summary>
    /// Columns of an outcome: id, state before, state, reply, stage, sent, next attempt, exclusion, server, tries, attempted, Message-ID.
    /// </summary>
    private static readonly string[] OutcomeColumns =
    [
        "i bigint", "w int", "s int", "r nvarchar(500)", "g nvarchar(40)", "t datetime2", "n datetime2", "x int", "m int", "k int",
        "a datetime2",
        "q nvarchar(200)",
    ];

    /// <summary>Columns of an attempt: the connection, batch, delivery, state before, Message-ID, time.</summary>
    private static readonly string[] AttemptColumns = ["i bigint", "b bigint", "d bigint", "w int", "q nvarchar(200)", "a datetime2"];

    /// <summary>
    /// Values: batch. The token of a batch and the state of its campaign, neither of which may change before this transaction ends. The
    /// batch is locked as one that may be changed,
    /// because its lease is: a shared lock that turns exclusive would meet the one of somebody who wants to take the batch over.
    /// </summary>
    internal static readonly SqlText Fence = new(Fenced("", ""), Fenced("WITH (UPDLOCK, ROWLOCK)", "WITH (REPEATABLEREAD, ROWLOCK)"));

    /// <summary>Values: batch, token, until when.</summary>
    internal static readonly SqlText Lease = new(
        """UPDATE "DeliveryBatches" SET "LeaseUntil" = {2} WHERE "Id" = {0} AND "FencingToken" = {1}""");

    /// <summary>Values: the row or rows, time.</summary>
    internal static readonly SqlText Outcomes = OfRows(
        OutcomeColumns,
        """
        UPDATE "Deliveries" SET "Status" = {s}, "SmtpReply" = {r}, "SmtpStage" = {g}, "SentAt" = {t}, "NextAttemptAt" = {n},
          "Exclusion" = {x}, "MailServerId" = COALESCE({m}, "MailServerId"), "Attempts" = "Attempts" + {k},
          "AttemptedAt" = COALESCE({a}, "AttemptedAt"),
          "FirstAttemptAt" = CASE WHEN {k} = 1 THEN COALESCE("FirstAttemptAt", {a}, {now}) ELSE "FirstAttemptAt" END,
          "MessageId" = COALESCE({q}, "MessageId") {from}
        WHERE "Deliveries"."Id" = {i} AND "Deliveries"."Status" = {w}
        """);

    /// <summary>Values: the row or rows.</summary>
    internal static readonly SqlText Attempts = OfRows(
        AttemptColumns,
        """
        UPDATE "OpenAttempts" SET "BatchId" = {b}, "DeliveryId" = {d}, "MessageId" = {q}, "AttemptedAt" = {a} {from}
        WHERE "OpenAttempts"."Id" = {i} AND ({d} IS NULL OR EXISTS (SELECT 1 FROM "Deliveries" d WHERE d."Id" = {d} AND d."Status" = {w}))
        """);

    private static string Fenced(string batch, string campaign) =>
        $$"""
        SELECT b."FencingToken", c."Status"
        FROM "DeliveryBatches" b {{batch}} INNER JOIN "Campaigns" c {{campaign}} ON c."Id" = b."CampaignId" WHERE b."Id" = {0}
        """;

    // SQL Server gets a whole group as its first value; SQLite one row, with a value for each column. What is the same for all rows comes
    // after that.
    private static SqlText OfRows(string[] columns, string statement)
    {
        var from = "FROM (SELECT * FROM OPENJSON({0}) WITH (" + string.Join(
            ", ", columns.Select((c, i) => $"\"{c[0]}\"{c[1..]} '$[{i}]'")) + ")) AS f";
        var single = statement.Replace("{from}", "", StringComparison.Ordinal)
            .Replace("{now}", $"{{{columns.Length}}}", StringComparison.Ordinal);
        var group = statement.Replace("{from}", from, StringComparison.Ordinal).Replace("{now}", "{1}", StringComparison.Ordinal);
        foreach (var (i, name) in columns.Select(c => c[0]).Index())
        {
            single = single.Replace($"{{{name}}}", $"{{{i}}}", StringComparison.Ordinal);
            group = group.Replace($"{{{name}}}", $"f.\"{name}\"", StringComparison.Ordinal);
        }

        return new SqlText(single, group);
    }
}
