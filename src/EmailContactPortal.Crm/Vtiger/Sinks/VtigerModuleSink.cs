using System.Globalization;
using EmailContactPortal.Crm.Vtiger.Protocol;
using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Crm.Vtiger.Sinks;

/// <summary>A custom module with a unique external id: one record an activity, and the CRM itself refuses a second one.</summary>
internal sealed class VtigerModuleSink(VtigerQueries queries, VtigerOptions options) : IVtigerSink
{
    public bool IsJournal => true;

    public bool Keeps(CrmActivityKind kind) => true;

    public async Task<IReadOnlyList<VtigerHeld>> FindAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken)
    {
        // Unique fields ignore case.
        var asked = activities.ToDictionary(a => a.ExternalId, StringComparer.OrdinalIgnoreCase);
        var held = new List<VtigerHeld>();
        foreach (var some in activities.Chunk(VtigerQueries.IdsAQuery))
        {
            var ids = string.Join(',', some.Select(a => VtigerQueries.Quote(a.ExternalId)));
            var rows = await queries.QueryAsync(
                "look for activities",
                $"SELECT id,externalid,eventtime FROM {options.Module} WHERE externalid IN ({ids}) ORDER BY id ASC "
                    + $"LIMIT {VtigerQueries.PageSize};", cancellationToken);
            foreach (var row in rows)
            {
                var time = VtigerReply.Scalar(row, "eventtime");
                if (!asked.TryGetValue(VtigerReply.Scalar(row, "externalid").Trim(), out var activity)) continue;
                held.Add(new VtigerHeld(activity.ExternalId, VtigerReply.Scalar(row, "id"), time == VtigerWords.Utc(activity.At), time));
            }
        }

        return held;
    }

    public async Task<(string Module, Dictionary<string, string> Values)> RecordAsync(
        CrmActivity activity, CancellationToken cancellationToken)
    {
        var module = await queries.DescribeAsync(options.Module, cancellationToken);
        var values = new Dictionary<string, string>
        {
            ["externalid"] = activity.ExternalId,
            ["eventtype"] = Type(activity.Kind),
            ["eventtime"] = VtigerWords.Utc(activity.At),
            ["contact_ref"] = activity.ContactId,
        };

        // A field the administrator did not make would be ignored, but asking for it later would be refused.
        if (activity.CrmCampaignId is { } campaign && module.Has("campaign_ref")) values["campaign_ref"] = campaign;
        if (module.Has("eventcount")) values["eventcount"] = activity.Count.ToString(CultureInfo.InvariantCulture);
        if (module.Has("description")) values["description"] = VtigerWords.Sentence(activity);
        return (module.Name, values);
    }

    private static string Type(CrmActivityKind kind) => kind switch
    {
        CrmActivityKind.Sent => "sent",
        CrmActivityKind.Opened => "read",
        CrmActivityKind.Clicked => "click",
        CrmActivityKind.Unsubscribed => "unsubscribe",
        CrmActivityKind.Resubscribed => "subscribe",
        _ => "bounce",
    };
}
