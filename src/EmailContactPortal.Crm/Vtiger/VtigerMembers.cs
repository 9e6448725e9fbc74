using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using EmailContactPortal.Crm.Vtiger.Protocol;

namespace EmailContactPortal.Crm.Vtiger;

/// <summary>
/// The members of a campaign: counted, walked, and only those that changed. Every page of a related query has one upper-case WHERE and no
/// OR: the service splices the membership in after it, and an OR would leave the campaign.
/// </summary>
internal sealed class VtigerMembers(VtigerClient client, VtigerQueries queries, VtigerOptions options)
{
    /// <summary>More changes than this are not worth asking for one by one.</summary>
    private const int MostChanges = 5000;

    private bool HasMarker => options.MarkerField.Length > 0;

    /// <summary>How many members the campaign has, of all types; an empty one answers with no row.</summary>
    public async Task<int> CountAsync(string campaignId, CancellationToken cancellationToken)
    {
        var campaign = await queries.CampaignAsync(campaignId, cancellationToken);
        var total = 0;
        foreach (var type in options.MemberTypes)
        {
            var rows = HasMarker
                ? await queries.QueryAsync(
                    "count the members of the campaign", $"SELECT count(*) FROM {type} WHERE {Marked(campaign)};", cancellationToken)
                : await RelatedAsync(campaignId, type, $"SELECT count(*) FROM {type}", cancellationToken);
            if (rows.Count > 0
                && int.TryParse(VtigerReply.Scalar(rows[0], "count"), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                total += count;
        }

        return total;
    }

    /// <summary>All members, type by type, in the order of their ids.</summary>
    public async IAsyncEnumerable<IReadOnlyList<CrmMember>> WalkAsync(
        string campaignId, IReadOnlyList<string> fields, string? changedSince, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var campaign = HasMarker ? await queries.CampaignAsync(campaignId, cancellationToken) : default;
        foreach (var type in options.MemberTypes)
        {
            var module = await queries.DescribeAsync(type, cancellationToken);

            // One field that is gone would refuse the whole query.
            var wanted = fields.Where(module.Has).ToList();
            string[] own = ["id", module.FirstNameColumn, module.LastNameColumn, module.EmailColumn, "emailoptout"];
            var columns = string.Join(',', own.Where(c => c == "id" || module.Has(c)).Concat(wanted).Distinct());
            var since = changedSince is null ? "" : $"modifiedtime >= {VtigerQueries.Quote(changedSince)} AND ";
            var last = $"{module.Prefix}x0";
            while (true)
            {
                var condition = $"{since}id > '{last}' ORDER BY id ASC LIMIT {VtigerQueries.PageSize}";
                var page = HasMarker
                    ? await queries.QueryAsync(
                        "read the members of the campaign", $"SELECT {columns} FROM {type} WHERE {Marked(campaign)} AND {condition};",
                        cancellationToken)
                    : await RelatedAsync(campaignId, type, $"SELECT {columns} FROM {type} WHERE {condition}", cancellationToken);
                if (page.Count > 0) yield return [.. page.Select(row => Member(row, module, wanted))];
                if (page.Count < VtigerQueries.PageSize) break;
                last = VtigerReply.Scalar(page[^1], "id");
            }
        }
    }

    /// <summary>When the campaign and the newest person were changed, and how many members there are.</summary>
    public async Task<VtigerCursor> CursorAsync(string campaignId, CancellationToken cancellationToken)
    {
        var campaign = await queries.CampaignAsync(campaignId, cancellationToken);
        var newest = "1970-01-01 00:00:00";
        foreach (var type in options.MemberTypes)
        {
            var rows = await queries.QueryAsync(
                "look for changes", $"SELECT id,modifiedtime FROM {type} ORDER BY modifiedtime DESC LIMIT 1;", cancellationToken);
            if (rows.Count > 0 && VtigerReply.Scalar(rows[0], "modifiedtime") is { Length: > 0 } time
                && string.CompareOrdinal(time, newest) > 0) newest = time;
        }

        return new VtigerCursor(VtigerReply.Scalar(campaign, "modifiedtime"), newest, await CountAsync(campaignId, cancellationToken));
    }

    /// <summary>
    /// Members changed since the cursor; joining and leaving show only on the campaign and in the count, then a full walk is advised.
    /// </summary>
    public async Task<CrmChanges> ChangesAsync(
        string campaignId, IReadOnlyList<string> fields, string cursor, CancellationToken cancellationToken)
    {
        if (VtigerCursor.Read(cursor) is not { } before) return CrmChanges.WalkInFull;
        var now = await CursorAsync(campaignId, cancellationToken);

        // Our own totals move the campaign's time too. Who changed it last tells nothing: a person may have taken somebody out a moment
        // before, or use our user.
        if (now.Campaign != before.Campaign || now.Members != before.Members) return CrmChanges.WalkInFull;

        var changed = new List<CrmMember>();
        await foreach (var page in WalkAsync(campaignId, fields, before.Newest, cancellationToken))
        {
            changed.AddRange(page);
            if (changed.Count > MostChanges) return CrmChanges.WalkInFull;
        }

        return new CrmChanges(true, changed, now.ToString());
    }

    private async Task<IReadOnlyList<JsonElement>> RelatedAsync(
        string campaignId, string type, string query, CancellationToken cancellationToken) =>
        VtigerQueries.Rows(await client.GetAsync(
            "read the members of the campaign", "query_related", cancellationToken, ("query", query), ("id", campaignId),
            ("relatedLabel", type)));

    private string Marked(JsonElement campaign) =>
        $"{options.MarkerField} = {VtigerQueries.Quote(VtigerReply.Scalar(campaign, "campaignname"))}";

    private CrmMember Member(JsonElement row, VtigerModule module, List<string> wanted) => new(
        VtigerReply.Scalar(row, "id"),
        VtigerReply.Scalar(row, module.EmailColumn),
        module.FirstNameColumn.Length > 0 ? VtigerReply.Scalar(row, module.FirstNameColumn) : "",
        VtigerReply.Scalar(row, module.LastNameColumn),
        wanted.ToDictionary(f => f, f => VtigerReply.Scalar(row, f)),
        VtigerReply.Scalar(row, "emailoptout") == "1")
    {
        Type = options.MemberTypes.Count > 1 ? module.Name : "",
    };
}

/// <summary>Where a campaign stood when it was last read.</summary>
internal sealed record VtigerCursor(string Campaign, string Newest, int Members)
{
    public override string ToString() => JsonSerializer.Serialize(this);

    /// <summary>Null when the text is not one of ours.</summary>
    public static VtigerCursor? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<VtigerCursor>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
