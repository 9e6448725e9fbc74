using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace EmailContactPortal.Crm.Vtiger;

/// <summary>
/// What is read from a vtiger: metadata, campaigns, members. Every page is a keyset walk with one upper-case WHERE and no OR, because the service caps at 100 rows
/// without a sign and an OR leaves the campaign.
/// </summary>
internal sealed class VtigerQueries(VtigerClient client, VtigerOptions options)
{
    /// <summary>The most rows the service ever returns.</summary>
    public const int PageSize = 100;

    private string EmailColumn => options.MemberType == "Accounts" ? "email1" : "email";

    private (string First, string Last) NameColumns => options.MemberType == "Accounts" ? ("", "accountname") : ("firstname", "lastname");

    /// <summary>Modules this user may see.</summary>
    public async Task<IReadOnlyList<string>> ModulesAsync(CancellationToken cancellationToken)
    {
        var result = await client.GetAsync("list its modules", "listtypes", cancellationToken);
        return result.TryGetProperty("types", out var types) ? [.. types.EnumerateArray().Select(t => t.GetString()!)] : [];
    }

    /// <summary>A module's fields and its id prefix.</summary>
    public async Task<JsonElement> DescribeAsync(string module, CancellationToken cancellationToken) =>
        await client.GetAsync($"read the fields of {module}", "describe", cancellationToken, ("elementType", module));

    /// <summary>Whether campaigns can be asked for their members; false on the 5.x series, which lacks the operations.</summary>
    public async Task<bool> HasRelationsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var result = await client.GetAsync("ask what campaigns hold", "relatedtypes", cancellationToken, ("elementType", "Campaigns"));
            return result.TryGetProperty("types", out var types) && types.EnumerateArray().Any(t => t.GetString() == options.MemberType);
        }
        catch (CrmException e) when (e.Fault is CrmFault.Nonsense or CrmFault.Unsupported)
        {
            return false;
        }
    }

    /// <summary>Active campaigns, newest first.</summary>
    public async Task<IReadOnlyList<CrmCampaign>> CampaignsAsync(CancellationToken cancellationToken)
    {
        var prefix = VtigerReply.Scalar(await DescribeAsync("Campaigns", cancellationToken), "idPrefix");
        var statuses = string.Join(',', options.ActiveStatuses.Select(Quote));
        var campaigns = new List<CrmCampaign>();
        var last = $"{prefix}x0";
        while (true)
        {
            var page = await QueryAsync("list its campaigns", $"SELECT id,campaignname,createdtime FROM Campaigns WHERE campaignstatus IN ({statuses}) AND id > '{last}' ORDER BY id ASC LIMIT {PageSize};", cancellationToken);
            foreach (var row in page) campaigns.Add(new CrmCampaign(VtigerReply.Scalar(row, "id"), VtigerReply.Scalar(row, "campaignname"), Time(row, "createdtime")));
            if (page.Count < PageSize) break;
            last = VtigerReply.Scalar(page[^1], "id");
        }

        return [.. campaigns.OrderByDescending(c => c.CreatedAt).ThenByDescending(c => Number(c.Id))];
    }

    /// <summary>How many members the campaign has; an empty one answers with no row.</summary>
    public async Task<int> CountAsync(string campaignId, CancellationToken cancellationToken)
    {
        var rows = await RelatedAsync(campaignId, $"SELECT count(*) FROM {options.MemberType}", cancellationToken);
        return rows.Count > 0 && int.TryParse(VtigerReply.Scalar(rows[0], "count"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
    }

    /// <summary>All members in the order of their ids.</summary>
    public async IAsyncEnumerable<IReadOnlyList<CrmMember>> MembersAsync(string campaignId, IReadOnlyList<string> fields, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var described = await DescribeAsync(options.MemberType, cancellationToken);
        var prefix = VtigerReply.Scalar(described, "idPrefix");
        var known = Names(described);
        // One field that is gone would refuse the whole query.
        var wanted = fields.Where(known.Contains).ToList();
        var (first, final) = NameColumns;
        string[] fixedColumns = ["id", first, final, EmailColumn, "emailoptout"];
        var columns = string.Join(',', fixedColumns.Where(c => c == "id" || known.Contains(c)).Concat(wanted).Distinct());
        var last = $"{prefix}x0";
        while (true)
        {
            var page = await RelatedAsync(campaignId, $"SELECT {columns} FROM {options.MemberType} WHERE id > '{last}' ORDER BY id ASC LIMIT {PageSize}", cancellationToken);
            if (page.Count == 0) yield break;
            yield return [.. page.Select(row => new CrmMember(
                VtigerReply.Scalar(row, "id"),
                VtigerReply.Scalar(row, EmailColumn),
                first.Length > 0 ? VtigerReply.Scalar(row, first) : "",
                VtigerReply.Scalar(row, final),
                wanted.ToDictionary(f => f, f => VtigerReply.Scalar(row, f)),
                VtigerReply.Scalar(row, "emailoptout") == "1"))];
            if (page.Count < PageSize) yield break;
            last = VtigerReply.Scalar(page[^1], "id");
        }
    }

    /// <summary>Rows of a plain query; the service insists on the semicolon.</summary>
    public async Task<IReadOnlyList<JsonElement>> QueryAsync(string doing, string query, CancellationToken cancellationToken) =>
        Rows(await client.GetAsync(doing, "query", cancellationToken, ("query", query)));

    /// <summary>A value inside a query: the apostrophe doubled, nothing else is special.</summary>
    public static string Quote(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Names of a described module's fields.</summary>
    public static HashSet<string> Names(JsonElement described) =>
        described.TryGetProperty("fields", out var fields) ? [.. fields.EnumerateArray().Select(f => VtigerReply.Scalar(f, "name"))] : [];

    private async Task<IReadOnlyList<JsonElement>> RelatedAsync(string campaignId, string query, CancellationToken cancellationToken) =>
        Rows(await client.GetAsync("read the members of the campaign", "query_related", cancellationToken, ("query", query), ("id", campaignId), ("relatedLabel", options.MemberType)));

    private static List<JsonElement> Rows(JsonElement result) => result.ValueKind == JsonValueKind.Array ? [.. result.EnumerateArray()] : [];

    private static long Number(string id) => long.TryParse(id.AsSpan(id.IndexOf('x', StringComparison.Ordinal) + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    // Server time without a zone; UTC unless the installation changed it.
    private static DateTime? Time(JsonElement row, string name) =>
        DateTime.TryParseExact(VtigerReply.Scalar(row, name), "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
