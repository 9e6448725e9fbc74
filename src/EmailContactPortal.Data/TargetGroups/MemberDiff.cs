using EmailContactPortal.Data.Connecting;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Data.TargetGroups;

/// <summary>What a staged import did to its group.</summary>
/// <param name="Added">People who are new or came back.</param>
/// <param name="Updated">People who were there and changed.</param>
/// <param name="Removed">People taken out because the source has them no more.</param>
/// <param name="Distinct">Different addresses staged.</param>
public sealed record MemberChanges(int Added, int Updated, int Removed, int Distinct);

/// <summary>What the staged rows are of their source.</summary>
public enum StageScope
{
    /// <summary>People to add or change; nobody leaves.</summary>
    Additions = 1,

    /// <summary>Everybody: who is not staged leaves.</summary>
    Everybody = 2,

    /// <summary>People who changed: nobody leaves but the old address of somebody who has a new one.</summary>
    Changes = 3,
}

/// <summary>Brings a group in step with the staged rows of one import, set-based and in one transaction: the group is the old one or the new one, never between.</summary>
public static class MemberDiff
{
    // Of the rows with one address the last line counts.
    private const string Latest =
        """
        (SELECT * FROM (SELECT x.*, ROW_NUMBER() OVER (PARTITION BY x."EmailKey" ORDER BY x."Line" DESC, x."Id" DESC) AS "Nth"
        FROM "MemberStages" x WHERE x."ImportId" = {0}) y WHERE y."Nth" = 1)
        """;

    /// <summary>Carries the staged rows over and clears them.</summary>
    /// <param name="db">The tables.</param>
    /// <param name="importId">Whose staged rows.</param>
    /// <param name="targetGroupId">The group they belong to.</param>
    /// <param name="scope">What they are of their source.</param>
    /// <param name="at">UTC, for those who leave.</param>
    /// <param name="cancellationToken">Nothing is changed when it fires before the end.</param>
    public static Task<MemberChanges> ApplyStageAsync(this PortalContext db, int importId, int targetGroupId, StageScope scope, DateTime at, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async token =>
            {
                db.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
                var distinct = await db.MemberStages.Where(s => s.ImportId == importId).Select(s => s.EmailKey).Distinct().CountAsync(token);
                var back = await db.Database.ExecuteSqlRawAsync(ReturnSql, [importId, targetGroupId], token);
                var updated = await db.Database.ExecuteSqlRawAsync(UpdateSql, [importId, targetGroupId], token);
                var added = await db.Database.ExecuteSqlRawAsync(InsertSql, [importId, targetGroupId], token);
                var removed = scope switch
                {
                    StageScope.Everybody => await db.Database.ExecuteSqlRawAsync(RemoveSql, [importId, targetGroupId, at], token),
                    StageScope.Changes => await db.Database.ExecuteSqlRawAsync(MovedSql, [importId, targetGroupId, at], token),
                    _ => 0,
                };
                await ClearStageAsync(db, importId, token);
                return new MemberChanges(added + back, updated, removed, distinct);
            },
            cancellationToken);

    /// <summary>Forgets the staged rows of an import.</summary>
    public static Task<int> ClearStageAsync(this PortalContext db, int importId, CancellationToken cancellationToken) =>
        db.MemberStages.Where(s => s.ImportId == importId).ExecuteDeleteAsync(cancellationToken);

    /// <summary>Writes the kept count of a group's members, and of those among them who are unsubscribed from its list.</summary>
    /// <param name="db">The tables.</param>
    /// <param name="targetGroupId">The group.</param>
    /// <param name="isFresh">Whether nobody can have been removed yet: then the index alone answers.</param>
    /// <param name="cancellationToken">Nothing is changed when it fires.</param>
    /// <returns>Members, and how many of them are left out at send.</returns>
    public static async Task<(int Members, int Unsubscribed)> RecountAsync(this PortalContext db, int targetGroupId, bool isFresh, CancellationToken cancellationToken)
    {
        var members = await db.Members.CountAsync(m => m.TargetGroupId == targetGroupId && (isFresh || m.RemovedAt == null), cancellationToken);
        var unsubscribed = await db.Unsubscribes
            .Where(u => db.TargetGroups.Any(g => g.Id == targetGroupId && g.ListTypeId == u.ListTypeId))
            .CountAsync(u => db.Members.Any(m => m.TargetGroupId == targetGroupId && m.EmailKey == u.EmailKey && m.RemovedAt == null), cancellationToken);
        await db.TargetGroups.Where(g => g.Id == targetGroupId).ExecuteUpdateAsync(s => s.SetProperty(g => g.MemberCount, members), cancellationToken);
        return (members, unsubscribed);
    }

    private const string ReturnSql =
        """
        UPDATE "Members" SET "RemovedAt" = NULL, "RemovedBySync" = 0
        WHERE "TargetGroupId" = {1} AND "RemovedAt" IS NOT NULL AND "RemovedBySync" = 1
          AND "EmailKey" IN (SELECT "EmailKey" FROM "MemberStages" WHERE "ImportId" = {0})
        """;

    private const string UpdateSql =
        $$"""
        UPDATE "Members" SET "Email" = s."Email", "FirstName" = s."FirstName", "LastName" = s."LastName", "Fields" = s."Fields",
          "CrmContactId" = s."CrmContactId"
        FROM {{Latest}} s
        WHERE "Members"."TargetGroupId" = {1} AND "Members"."EmailKey" = s."EmailKey"
          AND ("Members"."Email" <> s."Email" OR "Members"."FirstName" <> s."FirstName" OR "Members"."LastName" <> s."LastName"
            OR "Members"."Fields" <> s."Fields" OR COALESCE("Members"."CrmContactId", '') <> COALESCE(s."CrmContactId", ''))
        """;

    private const string InsertSql =
        $$"""
        INSERT INTO "Members" ("TargetGroupId", "Email", "EmailKey", "FirstName", "LastName", "Fields", "CrmContactId", "RemovedBySync")
        SELECT {1}, s."Email", s."EmailKey", s."FirstName", s."LastName", s."Fields", s."CrmContactId", 0
        FROM {{Latest}} s
        WHERE NOT EXISTS (SELECT 1 FROM "Members" m WHERE m."TargetGroupId" = {1} AND m."EmailKey" = s."EmailKey")
        """;

    private const string RemoveSql =
        """
        UPDATE "Members" SET "RemovedAt" = {2}, "RemovedBySync" = 1
        WHERE "TargetGroupId" = {1} AND "RemovedAt" IS NULL
          AND NOT EXISTS (SELECT 1 FROM "MemberStages" s WHERE s."ImportId" = {0} AND s."EmailKey" = "Members"."EmailKey")
        """;

    private const string MovedSql =
        """
        UPDATE "Members" SET "RemovedAt" = {2}, "RemovedBySync" = 1
        WHERE "TargetGroupId" = {1} AND "RemovedAt" IS NULL
          AND "CrmContactId" IN (SELECT "CrmContactId" FROM "MemberStages" WHERE "ImportId" = {0})
          AND NOT EXISTS (SELECT 1 FROM "MemberStages" s WHERE s."ImportId" = {0} AND s."EmailKey" = "Members"."EmailKey")
        """;
}
