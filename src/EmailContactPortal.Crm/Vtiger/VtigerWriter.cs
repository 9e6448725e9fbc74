using System.Globalization;
using System.Text.Json;

namespace EmailContactPortal.Crm.Vtiger;

/// <summary>
/// Writes facts to contacts. Nothing is repeated blindly: a record is looked for by our external id first, and an answer that was lost or unreadable is settled by looking
/// again, because vtiger may have saved what it did not confirm.
/// </summary>
internal sealed class VtigerWriter(VtigerClient client, VtigerQueries queries, VtigerOptions options)
{
    /// <summary>Writes one activity.</summary>
    public async Task<CrmWriteResult> WriteAsync(CrmActivity activity, CancellationToken cancellationToken)
    {
        try
        {
            if (activity.Kind is CrmActivityKind.Unsubscribed or CrmActivityKind.Resubscribed) await SetOptOutAsync(activity, cancellationToken);
            if (options.SinkKind != VtigerSink.None) await KeepAsync(activity, retried: false, cancellationToken);
            return new CrmWriteResult(activity.ExternalId, CrmWriteOutcome.Written);
        }
        catch (VtigerFault fault) when (fault.IsUnknown)
        {
            return new CrmWriteResult(activity.ExternalId, CrmWriteOutcome.Later, $"The CRM's answer was lost or could not be read ({fault.Message}); the portal looks whether it was saved before it writes again.");
        }
        catch (VtigerFault fault)
        {
            return new CrmWriteResult(activity.ExternalId, CrmWriteOutcome.Refused, fault.ToCrm("write to the contact").Message);
        }
    }

    private Task SetOptOutAsync(CrmActivity activity, CancellationToken cancellationToken) =>
        ReviseAsync(activity.ContactId, new Dictionary<string, string> { ["emailoptout"] = activity.Kind == CrmActivityKind.Unsubscribed ? "1" : "0" }, cancellationToken);

    private async Task KeepAsync(CrmActivity activity, bool retried, CancellationToken cancellationToken)
    {
        var (module, values) = options.SinkKind == VtigerSink.Module ? (options.Module, Event(activity)) : ("ModComments", Comment(activity));
        if (await FindAsync(activity, cancellationToken) is { } id)
        {
            await ReviseAsync(id, values, cancellationToken);
            return;
        }

        try
        {
            values["assigned_user_id"] = client.UserId;
            await client.PostAsync("write an activity", "create", cancellationToken, ("elementType", module), ("element", JsonSerializer.Serialize(values)));
        }
        catch (VtigerFault fault) when (!retried && (fault.IsDuplicate || fault.IsUnknown))
        {
            // Saved all the same, or by another instance a moment ago; looking again tells.
            await KeepAsync(activity, retried: true, cancellationToken);
        }
    }

    private async Task<string?> FindAsync(CrmActivity activity, CancellationToken cancellationToken)
    {
        var query = options.SinkKind == VtigerSink.Module
            ? $"SELECT id FROM {options.Module} WHERE externalid = {VtigerQueries.Quote(activity.ExternalId)} ORDER BY id ASC LIMIT 1;"
            : $"SELECT id FROM ModComments WHERE related_to = {VtigerQueries.Quote(activity.ContactId)} AND commentcontent LIKE {VtigerQueries.Quote($"%{Mark(activity)}%")} ORDER BY id ASC LIMIT 1;";
        var rows = await queries.QueryAsync("look for an activity", query, cancellationToken);
        return rows.Count > 0 ? VtigerReply.Scalar(rows[0], "id") : null;
    }

    private async Task ReviseAsync(string id, Dictionary<string, string> values, CancellationToken cancellationToken) =>
        await client.PostAsync("change a record", "revise", cancellationToken, ("element", JsonSerializer.Serialize(new Dictionary<string, string>(values) { ["id"] = id })));

    private static Dictionary<string, string> Event(CrmActivity activity) => new()
    {
        ["externalid"] = activity.ExternalId,
        ["eventtype"] = Word(activity.Kind),
        ["eventtime"] = Utc(activity.At),
        ["contact_ref"] = activity.ContactId,
        ["description"] = Sentence(activity),
    };

    private static Dictionary<string, string> Comment(CrmActivity activity) => new()
    {
        ["commentcontent"] = $"{Sentence(activity)} {Mark(activity)}",
        ["related_to"] = activity.ContactId,
    };

    private static string Mark(CrmActivity activity) => $"[ecp:{activity.ExternalId}]";

    private static string Sentence(CrmActivity activity)
    {
        var times = activity.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" {activity.Count} times, first {Minute(activity.FirstAt ?? activity.At)}, last") : "";
        var detail = activity.Detail.Length > 0 ? $": {activity.Detail}" : "";
        return $"Email \"{activity.CampaignName}\" {Word(activity.Kind)}{times} {Minute(activity.At)} UTC{detail}";
    }

    private static string Word(CrmActivityKind kind) => kind switch
    {
        CrmActivityKind.Sent => "sent",
        CrmActivityKind.Opened => "read",
        CrmActivityKind.Clicked => "link clicked",
        CrmActivityKind.Unsubscribed => "unsubscribed",
        CrmActivityKind.Resubscribed => "subscribed again",
        CrmActivityKind.HardBounced => "bounced for good",
        _ => "bounced for now",
    };

    private static string Minute(DateTime at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Utc(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
