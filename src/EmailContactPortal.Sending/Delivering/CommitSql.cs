namespace EmailContactPortal.Sending.Delivering;

/// <summary>The statements of a group commit; the databases differ in how they read JSON and hold a lock.</summary>
internal sealed class CommitSql(bool isSqlServer)
{
    /// <summary>The token of a batch and the state of its campaign, neither of which may change before this transaction ends.</summary>
    internal string Fence { get; } =
        $"""
        SELECT b."FencingToken", c."Status" FROM "DeliveryBatches" b{(isSqlServer ? " WITH (REPEATABLEREAD)" : "")}
        INNER JOIN "Campaigns" c{(isSqlServer ? " WITH (REPEATABLEREAD)" : "")} ON c."Id" = b."CampaignId" WHERE b."Id" = @id
        """;

    internal string Lease { get; } = """UPDATE "DeliveryBatches" SET "LeaseUntil" = @until WHERE "Id" = @id AND "FencingToken" = @token""";

    internal string Outcomes { get; } =
        $"""
        UPDATE "Deliveries" SET "Status" = f."s", "SmtpReply" = f."r", "SmtpStage" = f."g", "SentAt" = f."t", "NextAttemptAt" = f."n", "Exclusion" = f."x",
          "MailServerId" = COALESCE(f."m", "MailServerId"), "Attempts" = "Attempts" + f."k", "AttemptedAt" = COALESCE(f."a", "AttemptedAt"),
          "FirstAttemptAt" = CASE WHEN f."k" = 1 THEN COALESCE("FirstAttemptAt", f."a", @now) ELSE "FirstAttemptAt" END, "MessageId" = COALESCE(f."q", "MessageId")
        FROM {Rows(isSqlServer, "i bigint", "w int", "s int", "r nvarchar(500)", "g nvarchar(40)", "t datetime2", "n datetime2", "x int", "m int", "k int", "a datetime2", "q nvarchar(200)")}
        WHERE "Deliveries"."Id" = f."i" AND "Deliveries"."Status" = f."w"
        """;

    internal string Attempts { get; } =
        $"""
        UPDATE "OpenAttempts" SET "BatchId" = f."b", "DeliveryId" = f."d", "MessageId" = f."q", "AttemptedAt" = f."a"
        FROM {Rows(isSqlServer, "i bigint", "b bigint", "d bigint", "w int", "q nvarchar(200)", "a datetime2")}
        WHERE "OpenAttempts"."Id" = f."i" AND (f."d" IS NULL OR EXISTS (SELECT 1 FROM "Deliveries" d WHERE d."Id" = f."d" AND d."Status" = f."w"))
        """;

    internal string Totals { get; } =
        """
        UPDATE "CampaignTotals" SET "Pending" = "Pending" + @pending, "Sent" = "Sent" + @sent, "Deferred" = "Deferred" + @deferred,
          "Rejected" = "Rejected" + @rejected, "Uncertain" = "Uncertain" + @uncertain, "Excluded" = "Excluded" + @excluded
        WHERE "CampaignId" = @id
        """;

    private static string Rows(bool isSqlServer, params string[] columns) => isSqlServer
        ? "(SELECT * FROM OPENJSON(@rows) WITH (" + string.Join(", ", columns.Select((c, i) => $"\"{c[0]}\"{c[1..]} '$[{i}]'")) + ")) AS f"
        : "(SELECT " + string.Join(", ", columns.Select((c, i) => $"value ->> {i} AS \"{c[0]}\"")) + " FROM json_each(@rows)) AS f";
}
