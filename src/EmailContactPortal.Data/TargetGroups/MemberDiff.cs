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

/// <summary>
/// Brings a group in step with the staged rows of one import, set-based and in one transaction: the group is the old one or the new one,
/// never between.
/// </summary>
public static class MemberDiff
{
    /// <summary>Carries the staged rows over and clears them.</summary>
    /// <param name="db">The tables.</param>
    /// <param name="importId">Whose staged rows.</param>
    /// <param name="targetGroupId">The group they belong to.</param>
    /// <param name="scope">What they are of their source.</param>
    /// <param name="at">UTC, for those who leave.</param>
    /// <param name="cancellationToken">Nothing is changed when it fires before the end.</param>
    public static Task<MemberChanges> ApplyStageAsync(
        this PortalContext db, int importId, int targetGroupId, StageScope scope, DateTime at, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async token =>
            {
                using var timeout = db.WaitLong();
                var distinct = await db.MemberStages.Where(s => s.ImportId == importId).Select(s => s.EmailKey).Distinct()
                    .CountAsync(token);
                var (added, updated, removed) = (0, 0, 0);
                var isAnybodyAway = await db.Members.AnyAsync(
                    m => m.TargetGroupId == targetGroupId && m.RemovedBySync && m.RemovedAt != null, token);
                await db.EachStretchAsync(
                    db.MemberStages.Where(s => s.ImportId == importId).Select(s => s.EmailKey),
                    async (after, upTo) =>
                    {
                        object?[] values = [importId, targetGroupId, after, upTo];
                        updated += await db.RunAsync(MemberSql.Update, values, token);
                        if (isAnybodyAway)
                        {
                            await db.RunAsync(MemberSql.UpdateReturning, values, token);
                            added += await db.RunAsync(MemberSql.Return, values, token);
                        }

                        added += await db.RunAsync(MemberSql.Insert, values, token);
                    },
                    token);
                var leaving = scope switch { StageScope.Everybody => MemberSql.Remove, StageScope.Changes => MemberSql.Moved, _ => null };
                if (leaving is not null)
                {
                    await db.EachStretchAsync(
                        db.Members.Where(m => m.TargetGroupId == targetGroupId).Select(m => m.EmailKey),
                        async (after, upTo) => removed += await db.RunAsync(leaving, [importId, targetGroupId, after, upTo, at], token),
                        token);
                }

                await ClearStageAsync(db, importId, token);
                return new MemberChanges(added, updated, removed, distinct);
            },
            cancellationToken);

    /// <summary>Forgets the staged rows of an import.</summary>
    public static Task<int> ClearStageAsync(this PortalContext db, int importId, CancellationToken cancellationToken) =>
        db.InStretchesAsync(
            db.MemberStages.Where(s => s.ImportId == importId).OrderBy(s => s.Id), some => some.ExecuteDeleteAsync(cancellationToken));

    /// <summary>Deletes all members of a group that is not used.</summary>
    public static Task<int> ClearMembersAsync(this PortalContext db, int targetGroupId, CancellationToken cancellationToken) =>
        db.InStretchesAsync(
            db.Members.Where(m => m.TargetGroupId == targetGroupId).OrderBy(m => m.EmailKey),
            some => some.ExecuteDeleteAsync(cancellationToken));

    /// <summary>Writes the kept count of a group's members, and of those among them who are unsubscribed from its list.</summary>
    /// <param name="db">The tables.</param>
    /// <param name="targetGroupId">The group.</param>
    /// <param name="isFresh">Whether nobody can have been removed yet: then the index alone answers.</param>
    /// <param name="cancellationToken">Nothing is changed when it fires.</param>
    /// <returns>Members, and how many of them are left out at send.</returns>
    public static async Task<(int Members, int Unsubscribed)> RecountAsync(
        this PortalContext db, int targetGroupId, bool isFresh, CancellationToken cancellationToken)
    {
        var members = await db.Members.CountAsync(
            m => m.TargetGroupId == targetGroupId && (isFresh || m.RemovedAt == null), cancellationToken);
        var unsubscribed = await db.Unsubscribes
            .Where(u => db.TargetGroups.Any(g => g.Id == targetGroupId && g.ListTypeId == u.ListTypeId))
            .CountAsync(
                u => db.Members.Any(m => m.TargetGroupId == targetGroupId && m.EmailKey == u.EmailKey && m.RemovedAt == null),
                cancellationToken);
        await db.TargetGroups.Where(g => g.Id == targetGroupId)
            .ExecuteUpdateAsync(s => s.SetProperty(g => g.MemberCount, members), cancellationToken);
        return (members, unsubscribed);
    }
}
