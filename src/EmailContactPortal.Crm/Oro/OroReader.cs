using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace EmailContactPortal.Crm.Oro;

/// <summary>A campaign and where its members are.</summary>
/// <param name="Campaign">As the portal offers it.</param>
/// <param name="GroupId">Contact group or marketing list that holds its members; null when there is none.</param>
internal sealed record OroCampaign(CrmCampaign Campaign, string? GroupId);

/// <summary>
/// What is read from an Oro. Lists are walked by id (<c>filter[id][gt]</c>), so that people who join or leave meanwhile neither repeat nor
/// hide anybody.
/// </summary>
internal sealed class OroReader(OroClient client, OroOptions options, TimeProvider time)
{
    private const int ListPage = 100;
    private static readonly string[] Ours = ["firstName", "lastName", "primaryEmail", "createdAt", "updatedAt"];

    /// <summary>Attributes of a contact in every Oro, so that the customer's own can be told apart.</summary>
    private static readonly string[] Stock =
    [
        "namePrefix", "middleName", "nameSuffix", "gender", "birthday", "description", "jobTitle", "fax", "skype", "twitter", "facebook",
        "googlePlus", "linkedIn", "primaryPhone", "externalId",
    ];

    private List<OroRecord>? groups;

    private string MemberFilter => options.SourceKind == OroSource.Lists ? $"filter[{options.ListFilter}]" : "filter[groups]";

    /// <summary>Active campaigns, newest first.</summary>
    public async Task<IReadOnlyList<OroCampaign>> CampaignsAsync(CancellationToken cancellationToken)
    {
        var campaigns = options.SourceKind switch
        {
            OroSource.Groups =>
                (await WalkAsync(
                    "contactgroups", [], cancellationToken)).Select(g => new OroCampaign(new CrmCampaign(g.Id, g.Text("label")), g.Id)),
            OroSource.Lists =>
                (await WalkAsync(
                    "marketinglists", [],
                    cancellationToken)).Select(l => new OroCampaign(new CrmCampaign(l.Id, l.Text("name"), l.Time("createdAt")), l.Id)),
            _ => await ByDatesAsync(cancellationToken),
        };
        return [.. campaigns.OrderByDescending(c => c.Campaign.CreatedAt).ThenByDescending(c => Number(c.Campaign.Id))];
    }

    /// <summary>The group or list that holds the members of a campaign.</summary>
    /// <exception cref="CrmException">The campaign is gone or has none.</exception>
    public async Task<string> GroupOfAsync(string campaignId, CancellationToken cancellationToken)
    {
        if (options.SourceKind != OroSource.Campaigns) return campaignId;
        var found = (await client.ListAsync("campaigns", [("filter[id]", campaignId), ("page[size]", "1")], cancellationToken)).Records;
        if (found.Count == 0)
            throw new CrmException(
                CrmFault.NotFound, "The campaign is not in Oro any more. Connect the group to another campaign, or keep it as it is.");
        return GroupOf(found[0], await GroupsAsync(cancellationToken))
            ?? throw new CrmException(
                CrmFault.Unsupported,
                $"The campaign “{found[0].Text("name")}” has no members that the API shows. Make a contact group "
                    + $"named “{found[0].Text("name")}” in Oro and put the contacts into it.");
    }

    /// <summary>How many contacts a group or list holds, when Oro tells.</summary>
    public async Task<int?> CountAsync(string groupId, CancellationToken cancellationToken) =>
        (await client.ListAsync(
            "contacts", [(MemberFilter, groupId), ("page[size]", "1"), ("fields[contacts]", "primaryEmail")], cancellationToken)).Total;

    /// <summary>Contact fields, taken from a contact as the API shows it, because Oro describes them nowhere else.</summary>
    public async Task<IReadOnlyList<CrmField>> FieldsAsync(CancellationToken cancellationToken)
    {
        var sample = (await client.ListAsync("contacts", [("page[size]", "1"), ("sort", "-id")], cancellationToken)).Records;
        var names = sample.Count == 0
            ? Stock.AsEnumerable()
            : sample[0].Attributes
                .Where(a => a.Value.ValueKind is not (System.Text.Json.JsonValueKind.Array or System.Text.Json.JsonValueKind.Object))
                    .Select(a => a.Name);
        return [.. names.Where(n => !Ours.Contains(n) && n != options.OptOutField)
            .Select(n => new CrmField(n, Label(n), !Stock.Contains(n), IsWritable: true))
                .OrderBy(f => f.Label, StringComparer.CurrentCultureIgnoreCase)];
    }

    /// <summary>All contacts of a group or list.</summary>
    public async IAsyncEnumerable<IReadOnlyList<CrmMember>> MembersAsync(
        string groupId, IReadOnlyList<string> fields, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = (await FieldsAsync(cancellationToken)).Select(f => f.Name).ToHashSet();
        var wanted = fields.Where(known.Contains).ToList();
        string[] optOut = options.OptOutField.Length > 0 ? [options.OptOutField] : [];
        var columns = string.Join(',', Ours.Take(3).Concat(wanted).Concat(optOut).Distinct());
        await foreach (var page in PagesAsync(
            "contacts", [(MemberFilter, groupId), ("fields[contacts]", columns)], options.PageSize, cancellationToken))
        {
            yield return [.. page.Select(c => new CrmMember(
                c.Id, c.Text("primaryEmail"), c.Text("firstName"), c.Text("lastName"), wanted.ToDictionary(f => f, c.Text),
                optOut.Any(f => c.Text(f) is "true" or "1")))];
        }
    }

    /// <summary>A whole list in the order of its ids.</summary>
    public async Task<List<OroRecord>> WalkAsync(
        string entity, IReadOnlyList<(string Name, string Value)> filters, CancellationToken cancellationToken)
    {
        var all = new List<OroRecord>();
        await foreach (var page in PagesAsync(entity, filters, ListPage, cancellationToken)) all.AddRange(page);
        return all;
    }

    // An adapter lives for one piece of work; groups do not change their names during it.
    private async Task<List<OroRecord>> GroupsAsync(CancellationToken cancellationToken) =>
        groups ??= await WalkAsync("contactgroups", [], cancellationToken);

    private async IAsyncEnumerable<IReadOnlyList<OroRecord>> PagesAsync(
        string entity, IReadOnlyList<(string Name, string Value)> filters, int size,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = "0";
        while (true)
        {
            var page = (await client.ListAsync(
                entity, [.. filters, ("filter[id][gt]", last), ("sort", "id"),
                    ("page[size]", size.ToString(CultureInfo.InvariantCulture))], cancellationToken)).Records;
            if (page.Count == 0) yield break;
            if (Number(page[^1].Id) <= Number(last))
                throw new CrmException(CrmFault.Nonsense, $"Oro repeated a page of {entity} instead of going on. Nothing was taken over.");
            yield return page;
            last = page[^1].Id;
        }
    }

    // Oro's campaigns have no state; what has begun and has not ended is active, and an open end counts as open.
    private async Task<IEnumerable<OroCampaign>> ByDatesAsync(CancellationToken cancellationToken)
    {
        var today = time.GetUtcNow().UtcDateTime.Date;
        var campaigns = await WalkAsync("campaigns", [], cancellationToken);
        var known = await GroupsAsync(cancellationToken);
        return campaigns
            .Where(c => !(c.Time("startDate")?.Date > today) && !(c.Time("endDate")?.Date < today))
            .Select(c => new OroCampaign(
                new CrmCampaign(c.Id, c.Text("name"), c.Time("createdAt") ?? c.Time("startDate")), GroupOf(c, known)));
    }

    private static string? GroupOf(OroRecord campaign, List<OroRecord> groups)
    {
        string[] names = [campaign.Text("name").Trim(), campaign.Text("code").Trim()];
        var found = groups.Where(g => names.Contains(g.Text("label").Trim(), StringComparer.OrdinalIgnoreCase)).ToList();
        return found.Count > 0 ? found[0].Id : null;
    }

    private static long Number(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Label(string name)
    {
        var words = new StringBuilder();
        foreach (var c in name)
        {
            if (words.Length > 0 && (char.IsUpper(c) || c == '_')) words.Append(' ');
            if (c != '_') words.Append(words.Length == 0 ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c));
        }

        return words.ToString();
    }
}
