namespace EmailContactPortal.Crm.Oro;

/// <summary>
/// An OroCRM over its JSON:API: campaigns by their dates, contact groups as members, marketing activities as what is written back.
/// </summary>
internal sealed class OroAdapter : ICrmAdapter
{
    private static readonly string[] Types = ["send", "open", "click", "soft_bounce", "hard_bounce", "unsubscribe"];
    private readonly OroOptions options;
    private readonly OroClient client;
    private readonly OroReader reader;
    private readonly OroWriter writer;

    public OroAdapter(HttpClient http, CrmSettings settings, TimeProvider? time = null)
    {
        options = OroOptions.Read(settings.Options);
        client = new OroClient(http, settings, options);
        reader = new OroReader(client, options, time ?? TimeProvider.System);
        writer = new OroWriter(client, reader, options);
    }

    public async Task<CrmProbe> ProbeAsync(CancellationToken cancellationToken)
    {
        await client.SignInAsync(cancellationToken);
        var campaigns = await reader.CampaignsAsync(cancellationToken);
        var fields = await reader.FieldsAsync(cancellationToken);
        var newest = campaigns.FirstOrDefault(c => c.GroupId is not null);
        var members = newest is null ? null : await reader.CountAsync(newest.GroupId!, cancellationToken);
        var (canWrite, warnings) = await ActivitiesAsync(cancellationToken);
        if (campaigns.Count == 0) warnings.Add(Empty);
        if (campaigns.Count(c => c.GroupId is null) is > 0 and var without)
        {
            warnings.Add(
                $"{without} of {campaigns.Count} active campaigns {(without == 1 ? "has" : "have")} no contact group of the same name or "
                    + $"code, so nobody can be imported from {(without == 1 ? "it" : "them")}: {Names(campaigns)}.");
        }

        if (newest is not null && members is null)
            warnings.Add("Oro does not say how many contacts a group has; the portal cannot compare what it read with what was announced.");
        if (options.OptOutField.Length == 0)
            warnings.Add(
                "An unsubscribe is recorded as a marketing activity only, because no contact field for it is named in the settings.");
        return new CrmProbe
        {
            Product = "Oro",
            Account = "the OAuth application's user",
            Membership = CrmMembership.List,
            MemberTypes = ["Contacts"],
            PageSize = options.PageSize,
            TotalsKnown = members is not null || newest is null,
            EventSink = canWrite ? CrmEventSink.Activity : CrmEventSink.None,
            EventsIdempotent = false,
            ReadsBack = canWrite,
            ReadsOptOut = options.OptOutField.Length > 0,
            FieldUpdates = true,
            WriteBatch = 50,
            UnsubscribeScope = options.OptOutField.Length > 0 && fields.Count > 0 ? CrmUnsubscribeScope.Contact : CrmUnsubscribeScope.None,
            Campaigns = campaigns.Count,
            Members = members,
            Warnings = warnings,
        };
    }

    public async Task<IReadOnlyList<CrmCampaign>> ActiveCampaignsAsync(CancellationToken cancellationToken) =>
        [.. (await reader.CampaignsAsync(cancellationToken)).Select(c => c.Campaign)];

    public Task<IReadOnlyList<CrmField>> FieldsAsync(CancellationToken cancellationToken) => reader.FieldsAsync(cancellationToken);

    public async Task<int?> CountMembersAsync(string campaignId, CancellationToken cancellationToken) =>
        await reader.CountAsync(await reader.GroupOfAsync(campaignId, cancellationToken), cancellationToken);

    public async IAsyncEnumerable<IReadOnlyList<CrmMember>> MembersAsync(
        string campaignId, IReadOnlyList<string> fields,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var group = await reader.GroupOfAsync(campaignId, cancellationToken);
        await foreach (var page in reader.MembersAsync(group, fields, cancellationToken)) yield return page;
    }

    public Task<IReadOnlyList<CrmWriteResult>> WriteAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken) =>
        writer.WriteAsync(activities, cancellationToken);

    public async Task<IReadOnlyList<CrmReadBack>> ReadBackAsync(IReadOnlyList<CrmActivity> activities, CancellationToken cancellationToken)
    {
        var there = await writer.FindAsync(activities, cancellationToken);
        return [.. activities.Select(a => OroWriter.Held(a, [.. there[a.ExternalId]]))];
    }

    public async Task<IReadOnlyDictionary<string, bool>> OptOutsAsync(IReadOnlyList<string> contactIds, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var some in contactIds.Distinct().Chunk(50))
        {
            var page = await client.ListAsync(
                "contacts", [("filter[id]", string.Join(',', some)), ("page[size]", "50"), ("sort", "id")], cancellationToken);
            foreach (var contact in page.Records) found[contact.Id] = contact.Text(options.OptOutField) is "true" or "1";
        }

        return found;
    }

    public async Task<IReadOnlyList<CrmWriteResult>> UpdateFieldsAsync(
        IReadOnlyList<CrmFieldUpdate> updates, CancellationToken cancellationToken)
    {
        var results = new List<CrmWriteResult>(updates.Count);
        foreach (var update in updates) results.Add(await writer.UpdateAsync(update, cancellationToken));
        return results;
    }

    private string Empty => options.SourceKind switch
    {
        OroSource.Groups => "This account sees no contact group.",
        OroSource.Lists => "This account sees no marketing list.",
        _ =>
            "This account sees no campaign that has begun and has not ended. Check the dates of the campaigns in Oro, or what the "
                + "account may see.",
    };

    private static string Names(IReadOnlyList<OroCampaign> campaigns) =>
        string.Join(", ", campaigns.Where(c => c.GroupId is null).Take(3).Select(c => $"“{c.Campaign.Name}”"));

    // Reading works without them; so what is missing here is a warning, and not the end.
    private async Task<(bool CanWrite, List<string> Warnings)> ActivitiesAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.ListAsync("marketingactivities", [("page[size]", "1")], cancellationToken);
            var known = (await client.ListAsync("marketingactivitytypes", [("page[size]", "100")], cancellationToken)).Records
                .Select(t => t.Id).ToHashSet();
            var missing = Types.Where(t => !known.Contains(t)).ToList();
            return (true,
                missing.Count == 0
                    ? []
                    : [$"Oro has no marketing activities of the type {string.Join(", ", missing)}; these cannot be written back."]);
        }
        catch (CrmException e) when (e.Fault is CrmFault.Rights or CrmFault.Unsupported)
        {
            return (false, [$"{e.Message} Until then nothing is written back."]);
        }
    }
}
