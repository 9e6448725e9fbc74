using System.Globalization;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Access;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.TargetGroups;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.TargetGroups;

/// <summary>Changes groups and their members; used by the screens and by the API.</summary>
internal sealed class TargetGroupCommands(PortalContext db, TimeProvider time)
{
    /// <summary>The problem that asks for an agreement.</summary>
    public const string ListTypeChange = "group.list-type-change";

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public async Task<Result> SaveAsync(TargetGroupForm form, CancellationToken cancellationToken)
    {
        if (await db.TargetGroups.FirstOrDefaultAsync(g => g.Id == form.Id, cancellationToken) is not { } group) return Gone;
        var name = Text.OneLine(form.Name);
        var problems = new List<Problem>();
        if (name.Length is 0 or > TargetGroup.MaxName) problems.Add(Problem.Invalid("group.name", TargetGroup.MaxName).At("Name"));
        if (form.Description?.Length > TargetGroup.MaxDescription)
            problems.Add(Problem.Invalid("group.description", TargetGroup.MaxDescription).At("Description"));
        if (!await db.ListTypes.AnyAsync(l => l.Id == form.ListTypeId, cancellationToken))
            problems.Add(Problem.Invalid("group.list-type").At("ListTypeId"));
        if (!await db.Users.AnyAsync(u => u.Id == form.OwnerId, cancellationToken))
            problems.Add(Problem.Invalid("group.owner").At("OwnerId"));
        if (problems.Count > 0) return Result.From(problems);
        if (group.ListTypeId != form.ListTypeId && form.AgreedListTypeId != form.ListTypeId && group.MemberCount > 0)
        {
            return (await ListTypeWarningAsync(group, form.ListTypeId, cancellationToken)).At("ListTypeId");
        }

        (group.Name, group.Description, group.ListTypeId, group.OwnerId, group.UpdatedAt) = (name, form.Description?.Trim() ?? "",
            form.ListTypeId, form.OwnerId, Now);
        if (group.CrmConnectionId is not null) group.SyncMode = form.IsDynamic ? SyncMode.Dynamic : SyncMode.Static;
        return await db.SaveOrRefuseAsync(Problem.Conflict("group.name-taken").At("Name"), cancellationToken);
    }

    /// <summary>Deletes a group and its members; what was sent stays in the reports.</summary>
    public async Task<Result> DeleteAsync(int id, CancellationToken cancellationToken)
    {
        CampaignStatus[] inUse = [CampaignStatus.Scheduled, CampaignStatus.Sending, CampaignStatus.Paused];
        var campaign = await db.Campaigns.Where(c => c.TargetGroupId == id && inUse.Contains(c.Status)).Select(c => c.Name)
            .FirstOrDefaultAsync(cancellationToken);
        if (campaign is not null) return Problem.Conflict("group.in-use", campaign);
        if (await db.Imports.AnyAsync(i => i.TargetGroupId == id && i.Status == ImportStatus.Running, cancellationToken))
            return Problem.Conflict("group.importing");
        return await db.InTransactionAsync<Result>(
            async token =>
            {
                await db.Campaigns.IgnoreQueryFilters().Where(c => c.TargetGroupId == id)
                    .ExecuteUpdateAsync(
                        s => s.SetProperty(c => c.TargetGroupId, (int?)null).SetProperty(c => c.Version, c => c.Version + 1), token);
                await db.ClearMembersAsync(id, token);
                return await db.TargetGroups.Where(g => g.Id == id).ExecuteDeleteAsync(token) > 0 ? Result.Ok : Gone;
            },
            cancellationToken);
    }

    /// <summary>Takes a member out; imports do not bring it back.</summary>
    public Task<Result> RemoveMemberAsync(int groupId, long memberId, CancellationToken cancellationToken) =>
        MoveAsync(groupId, memberId, Now, cancellationToken);

    /// <summary>Puts a removed member back.</summary>
    public Task<Result> RestoreMemberAsync(int groupId, long memberId, CancellationToken cancellationToken) =>
        MoveAsync(groupId, memberId, null, cancellationToken);

    /// <summary>Cuts a group from its CRM campaign; its members stay, and what happens to them is no longer written back.</summary>
    public async Task<Result> DisconnectAsync(int id, CancellationToken cancellationToken)
    {
        if (await db.TargetGroups.FirstOrDefaultAsync(g => g.Id == id && g.CrmConnectionId != null, cancellationToken) is not { } group)
            return Gone;
        (group.CrmConnectionId, group.SyncMode, group.SyncStatus, group.SyncProblem, group.SyncCursor, group.UpdatedAt) = (null,
            SyncMode.Static, SyncStatus.None, null, null, Now);
        await db.SaveChangesAsync(cancellationToken);
        return Result.Ok;
    }

    // Consent is given to a list: whoever left the old one may not have left the new one, and would be mailed again.
    private async Task<Problem> ListTypeWarningAsync(TargetGroup group, int to, CancellationToken cancellationToken)
    {
        var names = await db.ListTypes.Where(l => l.Id == group.ListTypeId || l.Id == to)
            .ToDictionaryAsync(l => l.Id, l => l.Name, cancellationToken);
        var left = db.Unsubscribes.Where(u => db.Members.Any(m => m.TargetGroupId == group.Id && m.EmailKey == u.EmailKey
            && m.RemovedAt == null));
        var before = await left.CountAsync(u => u.ListTypeId == group.ListTypeId, cancellationToken);
        var again = await left.CountAsync(
            u => u.ListTypeId == group.ListTypeId && !db.Unsubscribes.Any(o => o.ListTypeId == to && o.EmailKey == u.EmailKey),
            cancellationToken);
        var after = await left.CountAsync(u => u.ListTypeId == to, cancellationToken);
        var numbers = new[]
        {
            group.MemberCount,
            before,
            after,
            again,
        }.Select(n => n.ToString("N0", CultureInfo.InvariantCulture)).ToArray();
        return Problem.Invalid(ListTypeChange, [.. numbers, names.GetValueOrDefault(group.ListTypeId), names.GetValueOrDefault(to)]);
    }

    private Task<Result> MoveAsync(int groupId, long memberId, DateTime? removedAt, CancellationToken cancellationToken) =>
        db.InTransactionAsync<Result>(
            async token =>
            {
                var moved = await db.Members.Where(m => m.TargetGroupId == groupId && m.Id == memberId)
                    .ExecuteUpdateAsync(s => s.SetProperty(m => m.RemovedAt, removedAt).SetProperty(m => m.RemovedBySync, false), token);
                if (moved == 0) return Problem.Gone("member.gone");
                await db.RecountAsync(groupId, isFresh: false, token);
                await db.NoteAsync(OwnedKind.TargetGroup, groupId, removedAt is null ? "Put a member back" : "Took a member out", token);
                return Result.Ok;
            },
            cancellationToken);

    private static Problem Gone => Problem.Gone("group.gone");
}
