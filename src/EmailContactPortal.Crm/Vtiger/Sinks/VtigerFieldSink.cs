using EmailContactPortal.Crm.Vtiger.Protocol;
using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Crm.Vtiger.Sinks;

/// <summary>Fields of the contact that an administrator added; each keeps the last state only, so writing twice does no harm.</summary>
internal sealed class VtigerFieldSink(VtigerQueries queries, VtigerOptions options) : IVtigerSink
{
    private const int LongestText = 250;

    public bool IsJournal => false;

    public bool Keeps(CrmActivityKind kind) => options.StatusField.Length > 0 || TimeField(kind).Length > 0;

    // The record is the contact itself: it is there, and it is always brought up to date.
    public Task<IReadOnlyList<VtigerHeld>> FindAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<VtigerHeld>>([.. activities.Select(a => new VtigerHeld(a.ExternalId, a.ContactId, false, ""))]);

    public async Task<(string Module, Dictionary<string, string> Values)> RecordAsync(
        CrmActivity activity, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>();
        if (options.StatusField.Length > 0 && !activity.IsOvertaken)
        {
            var sentence = VtigerWords.Sentence(activity);
            values[options.StatusField] = sentence.Length <= LongestText ? sentence : sentence[..LongestText];
        }

        if (TimeField(activity.Kind) is { Length: > 0 } field) values[field] = VtigerWords.Second(activity.At);
        return (await queries.TypeOfAsync(activity.ContactId, cancellationToken) ?? "Contacts", values);
    }

    private string TimeField(CrmActivityKind kind) => kind switch
    {
        CrmActivityKind.Sent => options.SentField,
        CrmActivityKind.Opened => options.OpenedField,
        CrmActivityKind.Clicked => options.ClickedField,
        _ => "",
    };
}
