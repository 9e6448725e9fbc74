using System.Collections.Concurrent;
using System.Globalization;
using EmailContactPortal.Crm;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Audience.WriteBack;

/// <summary>
/// Keeps the CRM fields up to date that a group's field mapping names; a fact counts as written only when its fields are.
/// </summary>
internal sealed class OutFieldWriter(IDbContextFactory<PortalContext> contexts)
{
    private readonly ConcurrentDictionary<int, IReadOnlyList<OutField>> mapped = new();

    /// <summary>Writes the fields of activities that were written; the answer is the worse of both.</summary>
    public async Task<IReadOnlyList<CrmWriteResult>> WriteAsync(
        ICrmAdapter adapter, IReadOnlyList<DueActivity> part, IReadOnlyList<CrmWriteResult> results, CancellationToken cancellationToken)
    {
        var written = results.Where(r => r.Outcome == CrmWriteOutcome.Written).Select(r => r.ExternalId).ToHashSet();
        var updates = new List<CrmFieldUpdate>();
        foreach (var item in part.Where(p => written.Contains(p.Activity.ExternalId)))
        {
            var values = Values(await FieldsOfAsync(item.CampaignId, cancellationToken), item.Activity);
            if (values.Count > 0) updates.Add(new CrmFieldUpdate(item.Activity.ExternalId, item.Activity.ContactId, values));
        }

        if (updates.Count == 0) return results;
        var failed = (await adapter.UpdateFieldsAsync(updates, cancellationToken)).Where(r => r.Outcome
            != CrmWriteOutcome.Written).ToDictionary(r => r.ExternalId);
        return [.. results.Select(r => failed.GetValueOrDefault(r.ExternalId) ?? r)];
    }

    private static Dictionary<string, string> Values(IReadOnlyList<OutField> fields, CrmActivity activity)
    {
        var values = new Dictionary<string, string>();
        foreach (var field in fields)
        {
            var value = (field.Value, activity.Kind) switch
            {
                (OutValue.LastSent, CrmActivityKind.Sent) or (OutValue.LastOpened, CrmActivityKind.Opened)
                    or (OutValue.LastClicked, CrmActivityKind.Clicked) =>
                    Time(activity.At),
                (OutValue.LastCampaign, CrmActivityKind.Sent) => activity.CampaignName,
                (OutValue.Subscribed, CrmActivityKind.Unsubscribed) => "no",
                (OutValue.Subscribed, CrmActivityKind.Resubscribed) => "yes",
                _ => null,
            };
            if (value is not null) values[field.Field] = value;
        }

        return values;
    }

    private async Task<IReadOnlyList<OutField>> FieldsOfAsync(int campaignId, CancellationToken cancellationToken)
    {
        if (mapped.TryGetValue(campaignId, out var known)) return known;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var json = await db.Campaigns.Where(c => c.Id == campaignId)
            .Select(c => db.TargetGroups.Where(g => g.Id == c.TargetGroupId && g.CrmConnectionId == c.CrmConnectionId)
                .Select(g => g.CrmOutFields).FirstOrDefault()).FirstOrDefaultAsync(cancellationToken);
        return mapped[campaignId] = Importing.OutFields.Parse(json);
    }

    private static string Time(DateTime at) => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
