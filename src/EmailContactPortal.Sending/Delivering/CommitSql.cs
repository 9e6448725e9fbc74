namespace EmailContactPortal.Sending.Delivering;

/// <summary>
/// The statements of a group commit. SQL Server is a round trip away and gets a whole group at once, as JSON; SQLite is in the process, and takes
/// a row at a time faster than it reads JSON.
/// </summary>
internal sealed class CommitSql(bool isSqlServer)
{
    /// <summary>Columns of an outcome: id, state before, state, reply, stage, sent, next attempt, exclusion, server, tries, attempted, Message-ID.</summary>
    private static readonly string[] OutcomeColumns =
        ["i bigint", "w int", "s int", "r nvarchar(500)", "g nvarchar(40)", "t datetime2", "n datetime2", "x int", "m int", "k int", "a datetime2", "q nvarchar(200)"];

    /// <summary>Columns of an attempt: the connection, batch, delivery, state before, Message-ID, time.</summary>
    private static readonly string[] AttemptColumns = ["i bigint", "b bigint", "d bigint", "w int", "q nvarchar(200)", "a datetime2"];

    /// <summary>Whether a whole group is one statement with the parameter <c>@rows</c>; else one row is, with a parameter for each column.</summary>
    internal bool TakesGroups { get; } = isSqlServer;

    /// <summary>The token of a batch and the state of its campaign, neither of which may change before this transaction ends.</summary>
    internal string Fence { get; } =
        $"""
        SELECT b."FencingToken", c."Status" FROM "DeliveryBatches" b{(isSqlServer ? " WITH (REPEATABLEREAD)" : "")}
        INNER JOIN "Campaigns" c{(isSqlServer ? " WITH (REPEATABLEREAD)" : "")} ON c."Id" = b."CampaignId" WHERE b."Id" = @id
        """;

    internal string Lease { get; } = """UPDATE "DeliveryBatches" SET "LeaseUntil" = @until WHERE "Id" = @id AND "FencingToken" = @token""";

    internal string Outcomes { get; } = Value(
        isSqlServer,
        OutcomeColumns,
        """
        UPDATE "Deliveries" SET "Status" = {s}, "SmtpReply" = {r}, "SmtpStage" = {g}, "SentAt" = {t}, "NextAttemptAt" = {n}, "Exclusion" = {x},
          "MailServerId" = COALESCE({m}, "MailServerId"), "Attempts" = "Attempts" + {k}, "AttemptedAt" = COALESCE({a}, "AttemptedAt"),
          "FirstAttemptAt" = CASE WHEN {k} = 1 THEN COALESCE("FirstAttemptAt", {a}, @now) ELSE "FirstAttemptAt" END, "MessageId" = COALESCE({q}, "MessageId") {from}
        WHERE "Deliveries"."Id" = {i} AND "Deliveries"."Status" = {w}
        """);

    internal string Attempts { get; } = Value(
        isSqlServer,
        AttemptColumns,
        """
        UPDATE "OpenAttempts" SET "BatchId" = {b}, "DeliveryId" = {d}, "MessageId" = {q}, "AttemptedAt" = {a} {from}
        WHERE "OpenAttempts"."Id" = {i} AND ({d} IS NULL OR EXISTS (SELECT 1 FROM "Deliveries" d WHERE d."Id" = {d} AND d."Status" = {w}))
        """);

    internal string Totals { get; } =
        """
        UPDATE "CampaignTotals" SET "Pending" = "Pending" + @pending, "Sent" = "Sent" + @sent, "Deferred" = "Deferred" + @deferred,
          "Rejected" = "Rejected" + @rejected, "Uncertain" = "Uncertain" + @uncertain, "Excluded" = "Excluded" + @excluded
        WHERE "CampaignId" = @id
        """;

    private static string Value(bool isSqlServer, string[] columns, string statement)
    {
        var from = "FROM (SELECT * FROM OPENJSON(@rows) WITH (" + string.Join(", ", columns.Select((c, i) => $"\"{c[0]}\"{c[1..]} '$[{i}]'")) + ")) AS f";
        foreach (var name in columns.Select(c => c[0]))
            statement = statement.Replace($"{{{name}}}", isSqlServer ? $"f.\"{name}\"" : $"@{name}", StringComparison.Ordinal);
        return statement.Replace("{from}", isSqlServer ? from : "", StringComparison.Ordinal);
    }
}
