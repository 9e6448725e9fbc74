using System.Globalization;
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

    internal async IAsyncEnumerable<ImportBatch> ReadAsync(TargetGroup group, Action<long> announce, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var adapter = await gateway.OpenAsync(group.CrmConnectionId!.Value, cancellationToken);
        var campaign = group.CrmCampaignId!;
        var fields = JsonSerializer.Deserialize<string[]>(group.CrmFields) ?? [];
        var before = await adapter.CountMembersAsync(campaign, cancellationToken);
        announce(before ?? 0);
        var read = 0;
        await foreach (var page in adapter.MembersAsync(campaign, fields, cancellationToken))
        {
            var batch = Batch(page, read);
            read += page.Count;
            yield return batch with { Read = read, Progress = read };
        }

        var after = await adapter.CountMembersAsync(campaign, cancellationToken);
        if (before is { } b && after is { } a && (read < Math.Min(a, b) || read > Math.Max(a, b)))
        {
            throw new CrmException(
                CrmFault.Incomplete,
                string.Create(CultureInfo.InvariantCulture, $"The CRM announced {Math.Min(a, b):N0} members but gave {read:N0}. The group stays as it was; it is tried again."));
        }
    }

    private static ImportBatch Batch(IReadOnlyList<CrmMember> page, int already)
    {
        var (good, bad, out_) = (new List<MemberRow>(page.Count), new List<IssueRow>(), new List<string>());
        foreach (var (index, member) in page.Index())
        {
            var line = already + index + 1;
            if (!EmailAddress.TryNormalize(member.Email, out var address, out var reason))
            {
                bad.Add(new IssueRow(line, MergeFields.Email, Text.Bound(member.Email, 200), $"{reason} ({Text.Bound($"{member.FirstName} {member.LastName}".Trim(), 150)}, contact {member.ContactId})"));
                continue;
            }

            var extras = member.Fields.Where(f => f.Value.Length > 0).ToDictionary(f => KeyOf(f.Key), f => Text.Bound(f.Value, Member.MaxValue));
            good.Add(new MemberRow(
                line, address, EmailAddress.Key(address), Text.Bound(RowChecker.Name(member.FirstName), Member.MaxValue), Text.Bound(RowChecker.Name(member.LastName), Member.MaxValue),
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
