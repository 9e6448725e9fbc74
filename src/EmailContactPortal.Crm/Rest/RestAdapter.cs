using EmailContactPortal.Crm.Rest.Describing;

namespace EmailContactPortal.Crm.Rest;

/// <summary>Any CRM whose API can be described: what to call and where in the answers to look.</summary>
internal sealed class RestAdapter : ICrmAdapter
{
    private readonly RestDescription description;
    private readonly RestClient client;
    private readonly RestReader reader;
    private readonly RestWriter writer;

    public RestAdapter(HttpClient http, CrmSettings settings, TimeProvider? time = null)
    {
        description = RestDescriptionReader.Read(settings.Options);
        client = new RestClient(http, settings, description);
        reader = new RestReader(client, description, settings.Trace, time ?? TimeProvider.System);
        writer = new RestWriter(client, description, time ?? TimeProvider.System);
    }

    public async Task<CrmProbe> ProbeAsync(CancellationToken cancellationToken)
    {
        await client.SignInAsync(cancellationToken);
        var campaigns = await reader.CampaignsAsync(cancellationToken);
        var fields = await reader.FieldsAsync(cancellationToken);
        var writes = RestPlaces.Writes(description.WriteBack).Where(w => w.Write is not null).ToList();
        return new CrmProbe
        {
            Product = "A CRM by description",
            Account = "the key of the connection",
            MemberTypes = ["Contacts"],
            PageSize = description.Members!.Paging.Limit,
            TotalsKnown = description.Count is not null,
            EventSink = writes.Count > 0 ? CrmEventSink.Activity : CrmEventSink.None,
            EventsIdempotent = description.WriteBack?.Idempotent ?? false,
            ReadsBack = writer.CanFind,
            DeltaByModifiedTime = description.Changes is not null && description.Count is not null,
            WriteBatch = description.Limits.Batch,
            UnsubscribeScope = description.OptOut is not null ? CrmUnsubscribeScope.Contact : CrmUnsubscribeScope.None,
            Campaigns = campaigns.Count,
            Members = campaigns.Count > 0 ? campaigns[0].Members ?? await reader.CountAsync(campaigns[0].Id, cancellationToken) : null,
            Warnings = [.. Warnings(campaigns.Count, fields.Count, [.. writes.Select(w => (w.Name, w.Write!))])],
        };
    }

    public Task<IReadOnlyList<CrmCampaign>> ActiveCampaignsAsync(CancellationToken cancellationToken) =>
        reader.CampaignsAsync(cancellationToken);

    public Task<IReadOnlyList<CrmField>> FieldsAsync(CancellationToken cancellationToken) => reader.FieldsAsync(cancellationToken);

    public Task<int?> CountMembersAsync(string campaignId, CancellationToken cancellationToken) =>
        reader.CountAsync(campaignId, cancellationToken);

    public async IAsyncEnumerable<IReadOnlyList<CrmMember>> MembersAsync(
        string campaignId, IReadOnlyList<string> fields,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = (await reader.FieldsAsync(cancellationToken)).Select(f => f.Name).ToHashSet();
        await foreach (var page in reader.MembersAsync(
            "members", description.Members!, campaignId, [.. fields.Where(known.Contains)], null, cancellationToken)) yield return page;
    }

    public async Task<IReadOnlyList<CrmWriteResult>> WriteAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken)
    {
        await client.SignInAsync(cancellationToken);
        var results = new List<CrmWriteResult>(activities.Count);
        foreach (var activity in activities) results.Add(await writer.WriteAsync(activity, cancellationToken));
        return results;
    }

    public async Task<IReadOnlyList<CrmReadBack>> ReadBackAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken)
    {
        var held = new List<CrmReadBack>(activities.Count);
        foreach (var activity in activities) held.Add(await writer.HeldAsync(activity, cancellationToken));
        return held;
    }

    public async Task<string?> CursorAsync(string campaignId, CancellationToken cancellationToken) =>
        description.Changes is null ? null : await reader.CursorAsync(campaignId, cancellationToken);

    public Task<CrmChanges> ChangesAsync(
        string campaignId, IReadOnlyList<string> fields, string cursor, CancellationToken cancellationToken) =>
        description.Changes is { } changes
            ? reader.ChangesAsync(changes, campaignId, fields, cursor, cancellationToken)
            : Task.FromResult(CrmChanges.WalkInFull);

    private IEnumerable<string> Warnings(int campaigns, int fields, IReadOnlyList<(string Name, RestWrite Write)> writes)
    {
        if (campaigns == 0)
            yield return "No active campaign was found. Try it out shows what the CRM answered, and whether campaigns.activeWhen leaves "
                + "all of them out.";
        if (description.Fields is null)
            yield return "The description says nothing about fields, so only address and names can be imported.";
        else if (fields == 0) yield return "No contact field was found. Check fields in the description.";
        if (description.Count is null)
            yield return "The description cannot ask how many members a campaign has (count), so the portal cannot compare what it read "
                + "with what there is.";
        if (description.OptOut is null)
            yield return "The description has no optOut, so an unsubscribe does not stop other mail from the CRM.";
        if (writes.Count == 0) yield return "The description has no writeBack, so readings and clicks stay in the portal.";
        else if (!description.WriteBack!.Idempotent && writes.Any(w => w.Write.Find is null))
        {
            yield return $"The CRM does not recognise a repeated write "
                + $"and {string.Join(", ", writes.Where(w => w.Write.Find is null).Select(w => $"writeBack.{w.Name}"))} has no find: a "
                + "fact whose answer was lost may be there twice.";
        }
    }
}
