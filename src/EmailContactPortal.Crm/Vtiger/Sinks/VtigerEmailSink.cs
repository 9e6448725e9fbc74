using EmailContactPortal.Crm.Vtiger.Protocol;
using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Crm.Vtiger.Sinks;

/// <summary>
/// An e-mail record on the contact for what was sent, as the CRM shows its own mail; what happened to it afterwards goes into comments
/// where there are some.
/// </summary>
internal sealed class VtigerEmailSink(VtigerQueries queries, VtigerCommentSink? comments) : IVtigerSink
{
    public bool IsJournal => true;

    public bool Keeps(CrmActivityKind kind) => kind == CrmActivityKind.Sent || comments is not null;

    public async Task<IReadOnlyList<VtigerHeld>> FindAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken)
    {
        var held = new List<VtigerHeld>();
        foreach (var activity in activities.Where(a => a.Kind == CrmActivityKind.Sent))
        {
            var mark = VtigerQueries.Quote($"%{VtigerWords.Mark(activity)}%");

            // The day first: a search through all texts the CRM ever kept would be made for each record.
            var days = string.Join(',', new[] { -1, 0, 1 }.Select(d => VtigerQueries.Quote(VtigerWords.Day(activity.At.AddDays(d)))));
            var rows = await queries.QueryAsync(
                "look for e-mail records",
                $"SELECT id,description,date_start,time_start FROM Emails WHERE date_start IN ({days}) AND description "
                    + $"LIKE {mark} ORDER BY id ASC LIMIT {VtigerQueries.PageSize};", cancellationToken);
            held.AddRange(rows
                .Select(row => (Row: row, At: $"{VtigerReply.Scalar(row, "date_start")} {VtigerReply.Scalar(row, "time_start")}"))
                .Select(r => new VtigerHeld(
                    activity.ExternalId, VtigerReply.Scalar(r.Row, "id"), r.At == VtigerWords.Second(activity.At), r.At)));
        }

        var others = activities.Where(a => a.Kind != CrmActivityKind.Sent).ToList();
        if (others.Count > 0 && comments is not null) held.AddRange(await comments.FindAsync(others, cancellationToken));
        return held;
    }

    public async Task<(string Module, Dictionary<string, string> Values)> RecordAsync(
        CrmActivity activity, CancellationToken cancellationToken)
    {
        if (activity.Kind != CrmActivityKind.Sent && comments is not null) return await comments.RecordAsync(activity, cancellationToken);
        var at = VtigerWords.Second(activity.At);
        return ("Emails", new Dictionary<string, string>
        {
            ["subject"] = activity.Detail.Length > 0 ? activity.Detail : activity.CampaignName,
            ["description"] = $"{VtigerWords.Sentence(activity)} {VtigerWords.Mark(activity)}",
            ["date_start"] = at[..10],
            ["time_start"] = at[11..],

            // Without it the record is invisible to queries.
            ["activitytype"] = "Emails",
            ["email_flag"] = "SENT",
            ["from_email"] = activity.Sender,

            // A plain address: the server wraps it into a JSON list by itself.
            ["saved_toid"] = activity.Email,
            ["parent_id"] = activity.ContactId,
            ["parent_type"] = await queries.TypeOfAsync(activity.ContactId, cancellationToken) ?? "Contacts",
        });
    }
}
