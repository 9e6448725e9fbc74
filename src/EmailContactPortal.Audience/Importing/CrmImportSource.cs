using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using EmailContactPortal.Audience.Connections;
using EmailContactPortal.Audience.Csv;
using EmailContactPortal.Crm;
using EmailContactPortal.Data.TargetGroups;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.TargetGroups;

namespace EmailContactPortal.Audience.Importing;

/// <summary>Reads the members of a CRM campaign, counted before and after, so that a page that went missing is noticed.</summary>
public sealed class CrmImportSource(CrmGateway gateway)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal async IAsyncEnumerable<ImportBatch> ReadAsync(
        TargetGroup group, CrmImportSettings settings, CrmReading reading, Action<long> announce,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = group.CrmConnectionId!.Value;
        var adapter = await gateway.OpenAsync(connection, cancellationToken);
        var fields = JsonSerializer.Deserialize<string[]>(group.CrmFields) ?? [];
        var canTell = (await gateway.ProbeAsync(connection, cancellationToken)).DeltaByModifiedTime;
        var campaign = group.CrmCampaignId!;
        if (!await IsActiveAsync(adapter, campaign, cancellationToken))
        {
            reading.Notice =
                $"“{group.CrmCampaignName}” is not among the active campaigns of the CRM any more. The group still follows its members; "
                    + "disconnect it if that is not wanted.";
        }

        if (canTell && settings.ChangesOnly && group.SyncCursor is { } cursor
            && await ChangesAsync(adapter, group, fields, cursor, cancellationToken) is { } changes)
        {
            (reading.IsWhole, reading.Cursor) = (false, changes.Cursor);
            announce(changes.Members.Count);
            if (changes.Members.Count > 0)
                yield return Batch(changes.Members, 0) with { Read = changes.Members.Count, Progress = changes.Members.Count };
            yield break;
        }

        reading.Cursor = canTell ? await adapter.CursorAsync(campaign, cancellationToken) : null;
        var before = await adapter.CountMembersAsync(campaign, cancellationToken);
        announce(before ?? 0);
        var (read, people, addresses) = (0, new HashSet<string>(StringComparer.Ordinal),
            new Dictionary<string, string>(StringComparer.Ordinal));
        await foreach (var page in adapter.MembersAsync(campaign, fields, cancellationToken))
        {
            var batch = Batch(page, read);
            read += page.Count;
            people.UnionWith(page.Select(m => m.ContactId));
            foreach (var row in batch.Rows) Share(reading, addresses, row);
            yield return batch with { Read = read, Progress = read };
        }

        WalkCheck.Check(
            new Walk(before, await adapter.CountMembersAsync(campaign, cancellationToken), read, people.Count), group.MemberCount,
            settings.ByClock);
    }

    // Whoever may read the members and not the list of campaigns goes on without being told.
    private static async Task<bool> IsActiveAsync(ICrmAdapter adapter, string campaign, CancellationToken cancellationToken)
    {
        try
        {
            return await adapter.IsActiveAsync(campaign, cancellationToken);
        }
        catch (CrmException e) when (e.Fault is CrmFault.Rights or CrmFault.Unsupported or CrmFault.Settings)
        {
            return true;
        }
    }

    private static void Share(CrmReading reading, Dictionary<string, string> addresses, MemberRow row)
    {
        if (addresses.TryAdd(row.EmailKey, row.CrmContactId!) || addresses[row.EmailKey] == row.CrmContactId) return;
        if (!reading.Sharing.Contains((row.EmailKey, addresses[row.EmailKey])))
            reading.Sharing.Add((row.EmailKey, addresses[row.EmailKey]));
        reading.Sharing.Add((row.EmailKey, row.CrmContactId!));
    }

    // Null when everybody must be read: the CRM advises it, or somebody's new address is no address and only a walk can tell who leaves.
    private static async Task<CrmChanges?> ChangesAsync(
        ICrmAdapter adapter, TargetGroup group, string[] fields, string cursor, CancellationToken cancellationToken)
    {
        var changes = await adapter.ChangesAsync(group.CrmCampaignId!, fields, cursor, cancellationToken);
        return changes.IsComplete && changes.Members.All(m => EmailAddress.TryNormalize(m.Email, out _, out _)) ? changes : null;
    }

    private static ImportBatch Batch(IReadOnlyList<CrmMember> page, int already)
    {
        var (good, bad, out_) = (new List<MemberRow>(page.Count), new List<IssueRow>(), new List<string>());
        foreach (var (index, member) in page.Index())
        {
            var line = already + index + 1;
            if (!EmailAddress.TryNormalize(member.Email, out var address, out var reason))
            {
                bad.Add(new IssueRow(
                    line, MergeFields.Email, Text.Bound(member.Email, 200),
                    $"{reason} ({Text.Bound($"{member.FirstName} {member.LastName}".Trim(), 150)}, contact {member.ContactId})"));
                continue;
            }

            var extras = member.Fields.Where(f => f.Value.Length > 0)
                .ToDictionary(f => KeyOf(f.Key), f => Text.Bound(f.Value, Member.MaxValue));
            good.Add(new MemberRow(
                line, address, EmailAddress.Key(address), Text.Bound(RowChecker.Name(member.FirstName), Member.MaxValue),
                Text.Bound(RowChecker.Name(member.LastName), Member.MaxValue),
                extras.Count == 0 ? "{}" : JsonSerializer.Serialize(extras, Json), member.ContactId));
            if (member.EmailOptOut) out_.Add(address);
        }

        return new ImportBatch(good, bad, 0, 0) { OptedOut = out_ };
    }

    /// <summary>The merge field of a CRM field; never one of those every person has.</summary>
    public static string KeyOf(string crmName)
    {
        var key = MergeFields.KeyOf(crmName);
        return ColumnGuesser.IsPerson(key) || MergeFields.System.Any(s => s.Key == key) ? key + "_2" : key;
    }
}
