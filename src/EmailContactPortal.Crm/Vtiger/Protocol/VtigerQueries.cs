using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace EmailContactPortal.Crm.Vtiger.Protocol;

/// <summary>
/// What is read from a vtiger besides members: metadata, campaigns, any module. Long answers are keyset walks, because the service caps at
/// 100 rows without a sign.
/// </summary>
internal sealed class VtigerQueries(VtigerClient client, VtigerOptions options)
{
    /// <summary>The most rows the service ever returns.</summary>
    public const int PageSize = 100;

    /// <summary>Ids in one query, so that the address stays below what web servers take.</summary>
    public const int IdsAQuery = 40;

    // One adapter lives as long as one run; what a module looks like does not change meanwhile.
    private readonly Dictionary<string, VtigerModule> described = [];
    private IReadOnlyList<string>? modules;

    /// <summary>Modules this user may see.</summary>
    public async Task<IReadOnlyList<string>> ModulesAsync(CancellationToken cancellationToken)
    {
        if (modules is not null) return modules;
        var result = await client.GetAsync("list its modules", "listtypes", cancellationToken);
        return modules = result.TryGetProperty("types", out var types) ? [.. types.EnumerateArray().Select(t => t.GetString()!)] : [];
    }

    /// <summary>A module's fields and its id prefix.</summary>
    public async Task<VtigerModule> DescribeAsync(string module, CancellationToken cancellationToken)
    {
        if (!described.TryGetValue(module, out var known))
        {
            known = VtigerModule.Read(
                module, await client.GetAsync($"read the fields of {module}", "describe", cancellationToken, ("elementType", module)));
            described[module] = known;
        }

        return known;
    }

    /// <summary>Which of the member types campaigns can be asked for; none on the 5.x series, which lacks the operations.</summary>
    public async Task<IReadOnlyList<string>> RelationsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var result = await client.GetAsync("ask what campaigns hold", "relatedtypes", cancellationToken, ("elementType", "Campaigns"));
            return result.TryGetProperty("types", out var types)
                ? [.. types.EnumerateArray().Select(t => t.GetString()!).Intersect(options.MemberTypes)]
                : [];
        }
        catch (CrmException e) when (e.Fault is CrmFault.Nonsense or CrmFault.Unsupported)
        {
            return [];
        }
    }

    /// <summary>Active campaigns, newest first.</summary>
    public async Task<IReadOnlyList<CrmCampaign>> CampaignsAsync(CancellationToken cancellationToken)
    {
        var statuses = string.Join(',', options.ActiveStatuses.Select(Quote));
        var campaigns = new List<CrmCampaign>();
        await foreach (var page in WalkAsync(
            "list its campaigns", "Campaigns", "id,campaignname,createdtime", $"campaignstatus IN ({statuses})", cancellationToken))
        {
            campaigns.AddRange(page.Select(row => new CrmCampaign(
                VtigerReply.Scalar(row, "id"), VtigerReply.Scalar(row, "campaignname"), Time(row, "createdtime"))));
        }

        return [.. campaigns.OrderByDescending(c => c.CreatedAt).ThenByDescending(c => Number(c.Id))];
    }

    /// <summary>One campaign's name, status and time of change.</summary>
    /// <exception cref="CrmException">It is deleted or hidden: asked for its members, the service would answer with nobody and no
    /// error.</exception>
    public async Task<JsonElement> CampaignAsync(string campaignId, CancellationToken cancellationToken)
    {
        var rows = await QueryAsync(
            "look for the campaign",
            $"SELECT id,campaignname,campaignstatus,modifiedtime FROM Campaigns WHERE id = {Quote(campaignId)} ORDER BY id ASC LIMIT 1;",
            cancellationToken);
        return rows.Count > 0
            ? rows[0]
            : throw new CrmException(
                CrmFault.NotFound,
                "The campaign is not in the CRM any more, or this user may not see it. Connect the group to another campaign, or "
                    + "disconnect it and keep its people.");
    }

    /// <summary>All rows of a module that meet the conditions, in the order of their ids.</summary>
    public async IAsyncEnumerable<IReadOnlyList<JsonElement>> WalkAsync(
        string doing, string module, string columns, string conditions, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = $"{(await DescribeAsync(module, cancellationToken)).Prefix}x0";
        while (true)
        {
            var page = await QueryAsync(
                doing, $"SELECT {columns} FROM {module} WHERE {conditions} AND id > '{last}' ORDER BY id ASC LIMIT {PageSize};",
                cancellationToken);
            if (page.Count > 0) yield return page;
            if (page.Count < PageSize) yield break;
            last = VtigerReply.Scalar(page[^1], "id");
        }
    }

    /// <summary>Rows of a plain query; the service insists on the semicolon.</summary>
    public async Task<IReadOnlyList<JsonElement>> QueryAsync(string doing, string query, CancellationToken cancellationToken) =>
        Rows(await client.GetAsync(doing, "query", cancellationToken, ("query", query)));

    /// <summary>Whether these people want no mail, by id; who is gone or hidden is left out.</summary>
    public async Task<IReadOnlyDictionary<string, bool>> OptOutsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var type in options.MemberTypes)
        {
            var module = await DescribeAsync(type, cancellationToken);
            foreach (var some in ids.Where(i => i.StartsWith(module.Prefix + "x", StringComparison.Ordinal)).Distinct().Chunk(IdsAQuery))
            {
                var rows = await QueryAsync(
                    "look at the opt-out",
                    $"SELECT id,emailoptout FROM {type} WHERE id IN ({string.Join(',', some.Select(Quote))}) ORDER BY id ASC "
                        + $"LIMIT {PageSize};", cancellationToken);
                foreach (var row in rows) found[VtigerReply.Scalar(row, "id")] = VtigerReply.Scalar(row, "emailoptout") is "1" or "true";
            }
        }

        return found;
    }

    /// <summary>One person's values as they stand now; null when the id is of no person, or none of the columns is there.</summary>
    public async Task<JsonElement?> RowAsync(string id, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        if (await TypeOfAsync(id, cancellationToken) is not { } type) return null;
        var module = await DescribeAsync(type, cancellationToken);
        var there = columns.Where(module.Has).ToList();
        if (there.Count == 0) return null;
        var rows = await QueryAsync(
            "look whether it was saved",
            $"SELECT id,{string.Join(',', there)} FROM {type} WHERE id = {Quote(id)} ORDER BY id ASC LIMIT 1;", cancellationToken);
        return rows.Count > 0 ? rows[0] : null;
    }

    /// <summary>Whether the user is an administrator; false when the installation does not tell.</summary>
    public async Task<bool> IsAdminAsync(CancellationToken cancellationToken)
    {
        if (client.IsAdmin is { } known) return known;
        try
        {
            var rows = await QueryAsync(
                "look at its own user", $"SELECT id,is_admin FROM Users WHERE id = {Quote(client.UserId)} ORDER BY id ASC LIMIT 1;",
                cancellationToken);
            return rows.Count > 0 && VtigerReply.Scalar(rows[0], "is_admin") is "on" or "1";
        }
        catch (CrmException e) when (e.Fault is not CrmFault.Unreachable and not CrmFault.RateLimited)
        {
            return false;
        }
    }

    /// <summary>Whether the status of a campaign's row is one that counts as active.</summary>
    public bool IsActive(JsonElement campaign) =>
        options.ActiveStatuses.Contains(VtigerReply.Scalar(campaign, "campaignstatus"), StringComparer.OrdinalIgnoreCase);

    /// <summary>Which member type an id is of; null when its prefix belongs to none of them.</summary>
    public async Task<string?> TypeOfAsync(string id, CancellationToken cancellationToken)
    {
        foreach (var type in options.MemberTypes)
        {
            if (id.StartsWith((await DescribeAsync(type, cancellationToken)).Prefix + "x", StringComparison.Ordinal)) return type;
        }

        return null;
    }

    /// <summary>A value inside a query: the apostrophe doubled, nothing else is special.</summary>
    public static string Quote(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>The rows of an answer.</summary>
    public static IReadOnlyList<JsonElement> Rows(JsonElement result) =>
        result.ValueKind == JsonValueKind.Array ? [.. result.EnumerateArray()] : [];

    private static long Number(string id) =>
        long.TryParse(
            id.AsSpan(id.IndexOf('x', StringComparison.Ordinal) + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : 0;

    // Server time without a zone; UTC unless the installation changed it.
    private static DateTime? Time(JsonElement row, string name) =>
        DateTime.TryParseExact(
            VtigerReply.Scalar(row, name), "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
