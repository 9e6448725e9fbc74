using EmailContactPortal.Data.Connecting;

namespace EmailContactPortal.Data.TargetGroups;

/// <summary>
/// Statements that bring a group in step with the staged rows of an import. Each works on a stretch of addresses, so that none takes more
/// rows than
/// SQL Server locks one by one. Values: import, group, the stretch (after which key, up to which key), time.
/// </summary>
internal static class MemberSql
{
    // Of the rows with one address the last line counts.
    private const string Latest =
        """
        (SELECT * FROM (SELECT x.*, ROW_NUMBER() OVER (PARTITION BY x."EmailKey" ORDER BY x."Line" DESC, x."Id" DESC) AS "Nth"
        FROM "MemberStages" x WHERE x."ImportId" = {0} AND x."EmailKey" > {2} AND x."EmailKey" <= {3}) y WHERE y."Nth" = 1)
        """;

    private const string Group = """ "TargetGroupId" = {1} AND "EmailKey" > {2} AND "EmailKey" <= {3} """;

    private const string Stayed = """("RemovedAt" IS NULL OR "RemovedBySync" = 0)""";

    private const string NotStaged =
        """NOT EXISTS (SELECT 1 FROM "MemberStages" s WHERE s."ImportId" = {0} AND s."EmailKey" = "Members"."EmailKey")""";

    /// <summary>Who was taken out by a synchronisation and is staged comes back.</summary>
    internal static readonly SqlText Return = new(
        $$"""
        UPDATE "Members" SET "RemovedAt" = NULL, "RemovedBySync" = 0
        WHERE {{Group}} AND "RemovedAt" IS NOT NULL AND "RemovedBySync" = 1
          AND "EmailKey" IN (SELECT "EmailKey" FROM "MemberStages" WHERE "ImportId" = {0} AND "EmailKey" > {2} AND "EmailKey" <= {3})
        """);

    /// <summary>Takes over what changed, down to the case of a letter.</summary>
    internal static readonly SqlText Update = new(Changed("", Stayed), Changed(SqlText.Exact, Stayed));

    /// <summary>The same for those who come back; they count as added.</summary>
    internal static readonly SqlText UpdateReturning = new(Changed("", $"NOT ({Stayed})"), Changed(SqlText.Exact, $"NOT ({Stayed})"));

    internal static readonly SqlText Insert = new(
        $$"""
        INSERT INTO "Members" ("TargetGroupId", "Email", "EmailKey", "FirstName", "LastName", "Fields", "CrmContactId", "RemovedBySync")
        SELECT {1}, s."Email", s."EmailKey", s."FirstName", s."LastName", s."Fields", s."CrmContactId", 0
        FROM {{Latest}} s
        WHERE NOT EXISTS (SELECT 1 FROM "Members" m WHERE m."TargetGroupId" = {1} AND m."EmailKey" = s."EmailKey")
        """);

    /// <summary>Takes out who is not staged.</summary>
    internal static readonly SqlText Remove = new(
        $$"""UPDATE "Members" SET "RemovedAt" = {4}, "RemovedBySync" = 1 WHERE {{Group}} AND "RemovedAt" IS NULL AND {{NotStaged}}""");

    /// <summary>Takes out the old address of somebody who has a new one.</summary>
    internal static readonly SqlText Moved = new(
        $$"""
        UPDATE "Members" SET "RemovedAt" = {4}, "RemovedBySync" = 1
        WHERE {{Group}} AND "RemovedAt" IS NULL AND "CrmContactId" IN (SELECT "CrmContactId" FROM "MemberStages"
          WHERE "ImportId" = {0}) AND {{NotStaged}}
        """);

    private const string Names = "\"Email\", \"EmailKey\", \"FirstName\", \"LastName\", \"Fields\", \"CrmContactId\"";

    /// <summary>
    /// One row straight into a group nobody uses yet; a later row of the same address replaces the earlier one. Values: group, and the
    /// names.
    /// </summary>
    internal static readonly SqlText Add = new(
        $$"""
        INSERT INTO "Members" ("TargetGroupId", "RemovedBySync", {{Names}}) VALUES ({0}, 0, {1}, {2}, {3}, {4}, {5}, {6})
        ON CONFLICT ("TargetGroupId", "EmailKey") DO UPDATE SET
        "Email" = excluded."Email", "FirstName" = excluded."FirstName", "LastName" = excluded."LastName", "Fields" = excluded."Fields",
          "CrmContactId" = excluded."CrmContactId"
        """,
        "");

    /// <summary>One row into the stage; SQL Server takes them by bulk copy. Values: import, line, and the names.</summary>
    internal static readonly SqlText Stage = new(
        $$"""INSERT INTO "MemberStages" ("ImportId", "Line", {{Names}}) VALUES ({0}, {1}, {2}, {3}, {4}, {5}, {6}, {7})""", "");

    /// <summary>One row that was left out; SQL Server takes them by bulk copy. Values: as the columns.</summary>
    internal static readonly SqlText AddIssue = new(
        """INSERT INTO "ImportIssues" ("ImportId", "Line", "Column", "Value", "Reason") VALUES ({0}, {1}, {2}, {3}, {4})""", "");

    private static string Changed(string exact, string who) =>
        $$"""
        UPDATE "Members" SET "Email" = s."Email", "FirstName" = s."FirstName", "LastName" = s."LastName", "Fields" = s."Fields",
          "CrmContactId" = s."CrmContactId"
        FROM {{Latest}} s
        WHERE "Members"."TargetGroupId" = {1} AND "Members"."EmailKey" = s."EmailKey" AND {{who}}
          AND ("Members"."Email" <> s."Email" {{exact}} OR "Members"."FirstName" <> s."FirstName" {{exact}}
            OR "Members"."LastName" <> s."LastName" {{exact}}
            OR "Members"."Fields" <> s."Fields" {{exact}}
              OR COALESCE("Members"."CrmContactId", '') <> COALESCE(s."CrmContactId", '') {{exact}})
        """;
}
