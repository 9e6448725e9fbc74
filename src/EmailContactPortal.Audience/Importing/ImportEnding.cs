using System.Text.Json;
using EmailContactPortal.Audience.Csv;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Consent;
using EmailContactPortal.Data.TargetGroups;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Audience.Importing;

/// <summary>How an import begins, is counted and ends: its row, its group and the upload always agree.</summary>
public sealed class ImportEnding(Uploads uploads, TimeProvider time)
{
    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Marks the import as running and forgets what an interrupted run wrote.</summary>
    internal async Task BeginAsync(PortalContext db, Import import, TargetGroup group, bool isFirst, CancellationToken cancellationToken)
    {
        using var timeout = db.WaitLong();
        var now = Now;
        await db.ImportIssues.Where(i => i.ImportId == import.Id).ExecuteDeleteAsync(cancellationToken);
        await db.ClearStageAsync(import.Id, cancellationToken);
        if (isFirst) await db.ClearMembersAsync(group.Id, cancellationToken);
        await db.Imports.Where(i => i.Id == import.Id).ExecuteUpdateAsync(
            s => s.SetProperty(i => i.Status, ImportStatus.Running).SetProperty(i => i.StartedAt, now).SetProperty(i => i.ProgressDone, 0)
                .SetProperty(i => i.Rows, 0).SetProperty(i => i.Rejected, 0).SetProperty(i => i.Problem, (string?)null),
            cancellationToken);
        if (group.CrmConnectionId is not null)
        {
            await db.TargetGroups.Where(g => g.Id == group.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(g => g.SyncStatus, SyncStatus.InProgress), cancellationToken);
        }
    }

    /// <summary>Shows how far it is; runs in the transaction that wrote the rows.</summary>
    internal static Task ProgressAsync(
        PortalContext db, int importId, ImportCounts counts, long total, CancellationToken cancellationToken) =>
        db.Imports.Where(i => i.Id == importId).ExecuteUpdateAsync(
            s => s.SetProperty(i => i.Rows, counts.Rows).SetProperty(i => i.Rejected, counts.Rejected)
                .SetProperty(i => i.ProgressDone, counts.Progress).SetProperty(i => i.ProgressTotal, total),
            cancellationToken);

    /// <summary>Brings the staged rows into the group and ends the import, in one transaction.</summary>
    internal async Task SucceedAsync(
        PortalContext db, Import import, TargetGroup group, ImportCounts counts, MemberTarget target, CrmReading reading,
        CancellationToken cancellationToken)
    {
        using var timeout = db.WaitLong();
        var act = new ConsentAct(group.ListTypeId, "", ConsentSource.Crm, Now) { Reason = "The CRM says that this contact wants no mail." };
        await db.UnsubscribeManyAsync(act, counts.OptedOut, cancellationToken);
        var scope = import.Source != TargetGroupSource.Crm
            ? StageScope.Additions
            : reading.IsWhole ? StageScope.Everybody : StageScope.Changes;
        if (scope == StageScope.Changes && await SharesAsync(db, import.Id, group.Id, cancellationToken)) reading.Cursor = null;
        await db.InTransactionAsync(
            async token =>
            {
                if (scope == StageScope.Everybody) await KeepSharingAsync(db, group.Id, reading, token);
                var newButOut = target == MemberTarget.Stage ? await NewButOutAsync(db, import.Id, group.Id, group.ListTypeId, token) : 0;
                var changes = target == MemberTarget.Stage ? await db.ApplyStageAsync(import.Id, group.Id, scope, Now, token) : null;
                var (members, unsubscribed) = await db.RecountAsync(group.Id, target == MemberTarget.Group, token);
                if (changes is null) (changes, newButOut) = (new MemberChanges(members, 0, 0, members), unsubscribed);
                return await SaveAsync(db, import, group, counts, changes, newButOut, reading, token);
            },
            cancellationToken);
        if (import.StoredFile is { } file) uploads.Delete(file);
    }

    /// <summary>Ends the import with the reason; a group that nobody could use yet is emptied, one in use stays as it was.</summary>
    internal async Task FailAsync(PortalContext db, Import import, TargetGroup group, string words, CancellationToken cancellationToken)
    {
        using var timeout = db.WaitLong();
        var (now, problem) = (Now, Text.Bound(words, 1000));
        await db.ClearStageAsync(import.Id, cancellationToken);
        if (group.Status != TargetGroupStatus.Ready)
        {
            await db.ClearMembersAsync(group.Id, cancellationToken);
            await db.TargetGroups.Where(g => g.Id == group.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(g => g.Status, TargetGroupStatus.Failed), cancellationToken);
        }

        if (group.CrmConnectionId is not null)
        {
            await db.TargetGroups.Where(g => g.Id == group.Id).ExecuteUpdateAsync(
                s => s.SetProperty(g => g.SyncStatus, SyncStatus.Failed).SetProperty(g => g.SyncProblem, problem), cancellationToken);
        }

        await db.Imports.Where(i => i.Id == import.Id).ExecuteUpdateAsync(
            s => s.SetProperty(i => i.Status, ImportStatus.Failed).SetProperty(i => i.Problem, problem)
                .SetProperty(i => i.FinishedAt, now), cancellationToken);
        if (import.StoredFile is { } file) uploads.Delete(file);
    }

    private async Task<int> SaveAsync(
        PortalContext db, Import import, TargetGroup group, ImportCounts counts, MemberChanges changes, int newButOut, CrmReading reading,
        CancellationToken token)
    {
        // Every row is one of these: new, changed, the same address again, left out as bad, or nothing to do (unchanged, or new but
        // unsubscribed).
        var (now, added) = (Now, changes.Added - newButOut);
        await db.Imports.Where(i => i.Id == import.Id).ExecuteUpdateAsync(
            s => s.SetProperty(i => i.Status, ImportStatus.Done).SetProperty(i => i.FinishedAt, now)
                .SetProperty(i => i.Rows, counts.Rows).SetProperty(i => i.Rejected, counts.Rejected)
                    .SetProperty(i => i.Duplicates, counts.Good - changes.Distinct)
                .SetProperty(i => i.Imported, added).SetProperty(i => i.Updated, changes.Updated)
                    .SetProperty(i => i.Removed, changes.Removed)
                .SetProperty(i => i.Skipped, changes.Distinct - added - changes.Updated)
                    .SetProperty(i => i.ProgressDone, i => i.ProgressTotal > i.ProgressDone ? i.ProgressTotal : i.ProgressDone),
            token);
        var isCrm = group.CrmConnectionId is not null;
        var settings = isCrm
            ? (CrmImportSettings.Parse(import.Settings) with { ChangesOnly = !reading.IsWhole }).ToJson()
            : import.Settings;
        await db.Imports.Where(i => i.Id == import.Id).ExecuteUpdateAsync(s => s.SetProperty(i => i.Settings, settings), token);
        if (isCrm) return await FollowAsync(db, import, group, reading, token);
        var fields = import.Source == TargetGroupSource.Csv ? Merge(group.Fields, CsvSettings.Parse(import.Settings)) : group.Fields;
        return await db.TargetGroups.Where(g => g.Id == group.Id).ExecuteUpdateAsync(
            s => s.SetProperty(g => g.Status, TargetGroupStatus.Ready).SetProperty(g => g.UpdatedAt, now).SetProperty(g => g.Fields, fields)
                .SetProperty(g => g.SyncProblem, (string?)null),
            token);
    }

    // The mapping may have been changed while this import ran: then what it read is of the old one, and everybody is read once more.
    private async Task<int> FollowAsync(PortalContext db, Import import, TargetGroup group, CrmReading reading, CancellationToken token)
    {
        var (now, notice) = (Now, reading.Notice is null ? null : Text.Bound(reading.Notice, 1000));
        var followed = await db.TargetGroups.Where(g => g.Id == group.Id && g.CrmFields == group.CrmFields).ExecuteUpdateAsync(
            s => s.SetProperty(g => g.Status, TargetGroupStatus.Ready).SetProperty(g => g.UpdatedAt, now)
                .SetProperty(g => g.SyncStatus, SyncStatus.UpToDate).SetProperty(g => g.SyncedAt, now)
                .SetProperty(g => g.SyncCursor, reading.Cursor).SetProperty(g => g.WalkedAt, g => reading.IsWhole ? now : g.WalkedAt)
                    .SetProperty(g => g.SyncProblem, notice),
            token);
        if (followed > 0) return followed;
        db.Imports.Add(new Import
        {
            TargetGroupId = group.Id,
            Source = TargetGroupSource.Crm,
            Status = ImportStatus.Waiting,
            StartedById = import.StartedById,
            CreatedAt = now,
        });
        await db.SaveChangesAsync(token);
        return await db.TargetGroups.Where(g => g.Id == group.Id).ExecuteUpdateAsync(
            s => s.SetProperty(g => g.Status, TargetGroupStatus.Ready).SetProperty(g => g.UpdatedAt, now)
                .SetProperty(g => g.SyncStatus, SyncStatus.InProgress).SetProperty(g => g.SyncCursor, (string?)null),
            token);
    }

    private static Task<int> NewButOutAsync(
        PortalContext db, int importId, int groupId, int listTypeId, CancellationToken cancellationToken) =>
        db.Unsubscribes.CountAsync(
            u => u.ListTypeId == listTypeId && db.MemberStages.Any(s => s.ImportId == importId && s.EmailKey == u.EmailKey)
                && !db.Members.Any(m => m.TargetGroupId == groupId && m.EmailKey == u.EmailKey),
            cancellationToken);

    // Whether an address that came with a change belongs to another contact of the group: only a walk tells who shares it now.
    private static Task<bool> SharesAsync(PortalContext db, int importId, int groupId, CancellationToken cancellationToken) =>
        db.MemberStages.AnyAsync(
            s => s.ImportId == importId
                && db.Members.Any(m => m.TargetGroupId == groupId && m.EmailKey == s.EmailKey && m.RemovedAt == null
                    && m.CrmContactId != s.CrmContactId), cancellationToken);

    private static async Task KeepSharingAsync(PortalContext db, int groupId, CrmReading reading, CancellationToken cancellationToken)
    {
        await db.MemberContacts.Where(m => m.TargetGroupId == groupId).ExecuteDeleteAsync(cancellationToken);
        foreach (var some in reading.Sharing.Distinct().Chunk(1000))
        {
            db.MemberContacts.AddRange(some.Select(s => new MemberContact
            {
                TargetGroupId = groupId,
                EmailKey = s.EmailKey,
                CrmContactId = s.ContactId,
            }));
            await db.SaveChangesAsync(cancellationToken);
            foreach (var kept in db.ChangeTracker.Entries<MemberContact>().ToList()) kept.State = EntityState.Detached;
        }
    }

    private static string Merge(string known, CsvSettings settings)
    {
        var fields = MemberFields.Parse(known);
        return MemberFields.ToJson([.. fields, .. ColumnGuesser.Fields(settings.Columns).Where(f => fields.All(k => k.Key != f.Key))]);
    }
}

/// <summary>A group's further fields as they are stored.</summary>
public static class MemberFields
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<MemberField> Parse(string json) => JsonSerializer.Deserialize<MemberField[]>(json, Json) ?? [];

    public static string ToJson(IReadOnlyList<MemberField> fields) => JsonSerializer.Serialize(fields, Json);

    /// <summary>One member's values by field key.</summary>
    public static IReadOnlyDictionary<string, string> Values(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [];
}
