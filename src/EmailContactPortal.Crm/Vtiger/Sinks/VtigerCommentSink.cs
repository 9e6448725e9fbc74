using EmailContactPortal.Crm.Vtiger.Protocol;
using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Crm.Vtiger.Sinks;

/// <summary>A comment on the contact for each activity; the module has no key of ours, so the comment carries our mark.</summary>
internal sealed class VtigerCommentSink(VtigerQueries queries) : IVtigerSink
{
    private const int ContactsAQuery = 50;

    public bool IsJournal => true;

    public bool Keeps(CrmActivityKind kind) => true;

    public async Task<IReadOnlyList<VtigerHeld>> FindAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken)
    {
        var held = new List<VtigerHeld>();
        foreach (var some in activities.GroupBy(a => a.ContactId).Chunk(ContactsAQuery))
        {
            var contacts = string.Join(',', some.Select(g => VtigerQueries.Quote(g.Key)));

            // A contact may have years of comments, and the service looks into each of them.
            var since = VtigerQueries.Quote(VtigerWords.Second(some.SelectMany(g => g).Min(a => a.EarliestAt)
                - VtigerWords.ClockDifference));
            var condition = $"related_to IN ({contacts}) AND createdtime >= {since} AND commentcontent LIKE '%[ecp:%'";
            await foreach (var page in queries.WalkAsync(
                "look for comments", "ModComments", "id,commentcontent,related_to", condition, cancellationToken))
            {
                foreach (var row in page)
                {
                    var text = VtigerReply.Scalar(row, "commentcontent");
                    held.AddRange(some.SelectMany(g => g).Where(a => text.EndsWith(VtigerWords.Mark(a), StringComparison.Ordinal))
                        .Select(a => new VtigerHeld(
                        a.ExternalId, VtigerReply.Scalar(row, "id"),
                        text.Contains($"{VtigerWords.Minute(a.At)} UTC", StringComparison.Ordinal),
                        text[..^VtigerWords.Mark(a).Length].Trim())));
                }
            }
        }

        return held;
    }

    public Task<(string Module, Dictionary<string, string> Values)> RecordAsync(
        CrmActivity activity, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>
        {
            ["commentcontent"] = $"{VtigerWords.Sentence(activity)} {VtigerWords.Mark(activity)}",
            ["related_to"] = activity.ContactId,
        };
        return Task.FromResult(("ModComments", values));
    }
}
