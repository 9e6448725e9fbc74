using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using EmailContactPortal.Crm.Rest.Describing;

namespace EmailContactPortal.Crm.Rest;

/// <summary>Reads campaigns, fields and members as the description says.</summary>
internal sealed class RestReader(RestClient client, RestDescription description, CrmTrace? trace, TimeProvider time)
{
    // Clocks differ, and what is being saved now may carry an earlier time.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);
    private readonly RestPages pages = new(client);
    private readonly RestCampaigns campaigns = description.Campaigns!;
    private readonly RestMembers members = description.Members!;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Active campaigns, newest first; those without a date keep the CRM's order after the others.</summary>
    public async Task<IReadOnlyList<CrmCampaign>> CampaignsAsync(CancellationToken cancellationToken)
    {
        var all = new List<CrmCampaign>();
        await foreach (var page in pages.WalkAsync(
            "campaigns", campaigns, new Dictionary<string, object?> { ["now"] = Now }, cancellationToken))
        {
            foreach (var item in page)
            {
                var campaign = new CrmCampaign(
                    Get(item, campaigns.Id, "campaigns.id"),
                    Get(item, campaigns.Name, "campaigns.name"),
                    Moment(item, campaigns.Created, "campaigns.created"),
                    int.TryParse(
                        Get(item, campaigns.Members, "campaigns.members"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                            ? count
                            : null);
                if (campaign.Id.Length > 0 && IsActive(item) && all.TrueForAll(c => c.Id != campaign.Id))
                    all.Add(campaign with { Name = campaign.Name.Length > 0 ? campaign.Name : campaign.Id });
            }
        }

        return [.. all.OrderByDescending(c => c.CreatedAt ?? DateTime.MinValue)];
    }

    /// <summary>The fields of a contact.</summary>
    public async Task<IReadOnlyList<CrmField>> FieldsAsync(CancellationToken cancellationToken)
    {
        if (description.Fields is not { } fields) return [];
        if (fields.Fixed is { } known) return [.. known.Select(f => new CrmField(f.Key, f.Value))];
        var all = new List<CrmField>();
        await foreach (var page in pages.WalkAsync("fields", fields, new Dictionary<string, object?>(), cancellationToken))
        {
            foreach (var item in page)
            {
                var (name, label) = (Get(item, fields.Name, "fields.name"), Get(item, fields.Label, "fields.label"));
                if (name.Length > 0)
                    all.Add(new CrmField(
                        name, label.Length > 0 ? label : name, fields.CustomWhen is { } test && JsonPointer.Is(item, test)));
            }
        }

        return [.. all.DistinctBy(f => f.Name).OrderBy(f => f.Label, StringComparer.CurrentCultureIgnoreCase)];
    }

    /// <summary>How many members, or null when the description cannot ask.</summary>
    public async Task<int?> CountAsync(string campaignId, CancellationToken cancellationToken)
    {
        if (description.Count is not { } count) return null;
        var (json, _) = await client.ReadAsync(
            "count", count, new RestTemplate(new Dictionary<string, object?> { ["campaignId"] = campaignId }), null, cancellationToken);
        // Some APIs say -1 when they did not count.
        return int.TryParse(Get(json, count.Value, "count.value"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    /// <summary>All members, each once: offsets shift when somebody leaves meanwhile, so ids are remembered.</summary>
    public async IAsyncEnumerable<IReadOnlyList<CrmMember>> MembersAsync(
        string place, RestList list, string campaignId, IReadOnlyList<string> fields, DateTime? since,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (seen, values) = (new HashSet<string>(StringComparer.Ordinal),
            new Dictionary<string, object?> { ["campaignId"] = campaignId, ["fields"] = fields, ["now"] = Now, ["since"] = since });
        await foreach (var page in pages.WalkAsync(place, list, values, cancellationToken))
        {
            var found = page.Select(item => (Id: Get(item, members.Id, "members.id"), Item: item))
                .Where(m => m.Id.Length > 0 && seen.Add(m.Id)).ToList();
            var people = members.Details is { } details && found.Count > 0
                ? await DetailsAsync(details, [.. found.Select(m => m.Id)], values, cancellationToken)
                : found;
            if (people.Count > 0) yield return [.. people.Select(p => Member(p.Id, p.Item, fields))];
        }
    }

    /// <summary>Where a campaign stands: the time, and how many members it has.</summary>
    public async Task<string> CursorAsync(string campaignId, CancellationToken cancellationToken)
    {
        var count = await CountAsync(campaignId, cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"{Now - Overlap:O}|{count}");
    }

    /// <summary>
    /// What changed since then; another number of members means that somebody joined or left, which only a full walk finds.
    /// </summary>
    public async Task<CrmChanges> ChangesAsync(
        RestList changes, string campaignId, IReadOnlyList<string> fields, string cursor, CancellationToken cancellationToken)
    {
        var (parts, next) = (cursor.Split('|'), await CursorAsync(campaignId, cancellationToken));
        if (parts.Length != 2 || parts[1].Length == 0 || parts[1] != next.Split('|')[1]
            || !DateTime.TryParse(parts[0], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var since))
            return CrmChanges.WalkInFull;
        var changed = new List<CrmMember>();
        await foreach (var page in MembersAsync("changes", changes, campaignId, fields, since, cancellationToken)) changed.AddRange(page);
        return new CrmChanges(true, changed, next);
    }

    private async Task<List<(string Id, JsonElement Item)>> DetailsAsync(
        RestDetails details, IReadOnlyList<string> ids, Dictionary<string, object?> values, CancellationToken cancellationToken)
    {
        var template = new RestTemplate(new Dictionary<string, object?>(values) { ["ids"] = ids });
        var (json, answer) = await client.ReadAsync("members.details", details, template, null, cancellationToken);
        var byId = RestPages.Items(json, details.Items, "members.details", answer).DistinctBy(i => JsonPointer.Text(i, details.Id))
            .ToDictionary(i => JsonPointer.Text(i, details.Id));
        // Whoever the second answer leaves out was deleted or is hidden; the count then tells.
        return [.. ids.Where(byId.ContainsKey).Select(id => (id, byId[id]))];
    }

    private CrmMember Member(string id, JsonElement item, IReadOnlyList<string> fields) => new(
        id,
        Get(item, members.Email, "members.email"),
        Get(item, members.FirstName, "members.firstName"),
        Get(item, members.LastName, "members.lastName"),
        fields.ToDictionary(
            f => f, f => Get(item, members.Field.Replace("{field}", JsonPointer.Part(f), StringComparison.Ordinal), "members.field")),
        members.OptOutWhen is { } test && JsonPointer.Is(item, test));

    private bool IsActive(JsonElement item)
    {
        if (campaigns.ActiveWhen is { } test && !JsonPointer.Is(item, test)) return false;
        var today = Now.Date;
        return !(Moment(item, campaigns.Starts, "campaigns.starts")?.Date > today)
            && !(Moment(item, campaigns.Ends, "campaigns.ends")?.Date < today);
    }

    private DateTime? Moment(JsonElement item, string path, string place)
    {
        var moment = JsonPointer.Time(item, path);
        if (path.Length > 0) trace?.Follow(place, path, moment is not null);
        return moment;
    }

    private string Get(JsonElement item, string path, string place)
    {
        if (path.Length == 0) return "";
        var text = JsonPointer.Text(item, path);
        trace?.Follow(place, path, text.Length > 0);
        return text;
    }
}
