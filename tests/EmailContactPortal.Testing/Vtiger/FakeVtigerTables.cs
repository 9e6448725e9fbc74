using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace EmailContactPortal.Testing.Vtiger;

/// <summary>
/// The records of a fake vtiger and its query language, as strict as the real one: flat AND only, known columns only, at most 100 rows,
/// values as strings. Its own code, from what was recorded; it knows nothing of the adapter.
/// </summary>
public sealed partial class FakeVtigerTables
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, SortedDictionary<long, Dictionary<string, string>>> modules = [];

    /// <summary>Who is in which campaign.</summary>
    public ConcurrentDictionary<string, HashSet<string>> Members { get; } = new();

    /// <summary>Module and id prefix.</summary>
    public Dictionary<string, int> Prefixes { get; } = new()
    {
        ["Campaigns"] = 1,
        ["Contacts"] = 12,
        ["Leads"] = 10,
        ["Accounts"] = 11,
        ["ModComments"] = 30,
        ["Emails"] = 16,
        ["EcpEvents"] = 36,
    };

    /// <summary>Columns that may be asked for, where the module is described.</summary>
    public Dictionary<string, HashSet<string>> Columns { get; } = [];

    /// <summary>Stamped on what changes.</summary>
    public string Now { get; set; } = "2026-11-21 18:00:00";

    /// <summary>All records of a module.</summary>
    public IReadOnlyList<Dictionary<string, string>> Of(string module)
    {
        lock (gate) return modules.TryGetValue(module, out var records)
            ? [.. records.Values.Select(r => new Dictionary<string, string>(r))]
            : [];
    }

    /// <summary>One record; null when it is not there.</summary>
    public Dictionary<string, string>? Find(string id)
    {
        lock (gate) return modules.GetValueOrDefault(ModuleOf(id))?.GetValueOrDefault(Number(id));
    }

    /// <summary>Puts a record in; gives it an id when it has none.</summary>
    public Dictionary<string, string> Add(string module, Dictionary<string, string> values)
    {
        lock (gate)
        {
            if (!modules.TryGetValue(module, out var records)) modules[module] = records = [];
            if (!values.ContainsKey("id"))
                values["id"] = $"{Prefixes[module]}x{(records.Count == 0 ? 3000 : Math.Max(3000, records.Keys.Last() + 1))}";
            values.TryAdd("modifiedtime", Now);
            values.TryAdd("createdtime", Now);
            records[Number(values["id"])] = values;
            return values;
        }
    }

    /// <summary>Changes some values of a record; false when it is not there.</summary>
    public bool Change(IReadOnlyDictionary<string, string> values, string by)
    {
        lock (gate)
        {
            if (Find(values["id"]) is not { } record) return false;
            foreach (var (name, value) in values) record[name] = value;
            (record["modifiedtime"], record["modifiedby"]) = (Now, by);
            return true;
        }
    }

    /// <summary>Takes a record away.</summary>
    public void Remove(string id)
    {
        lock (gate) modules[ModuleOf(id)].Remove(Number(id));
    }

    /// <summary>Answers a query; null when the service would refuse it as bad.</summary>
    /// <param name="query">Without the semicolon.</param>
    /// <param name="among">Only these ids, for a related query.</param>
    public IReadOnlyList<Dictionary<string, string>>? Select(string query, IReadOnlySet<string>? among)
    {
        var parsed = Form().Match(query);
        if (!parsed.Success) return null;
        var (columns, module) = (parsed.Groups["columns"].Value.Split(','), parsed.Groups["module"].Value);
        var conditions = parsed.Groups["where"].Value.Length == 0
            ? []
            : And().Split(parsed.Groups["where"].Value).Select(c => Condition().Match(c)).ToList();
        if (conditions.Exists(c => !c.Success)) return null;
        var tests = conditions.ConvertAll(Test);
        lock (gate)
        {
            var found = (modules.TryGetValue(module, out var records)
                ? records.Values.AsEnumerable()
                : []).Where(r => (among is null || among.Contains(r["id"])) && tests.TrueForAll(t => t(r)));
            if (columns is ["count(*)"])
                return found.Count() is var count and > 0 ? [new() { ["count"] = count.ToString(CultureInfo.InvariantCulture) }] : [];
            if (Columns.TryGetValue(module, out var known) && columns.Any(c => !known.Contains(c) && c != "id")) return null;
            var order = parsed.Groups["order"].Value;
            if (order.Length > 0 && !columns.Contains(order)) return [];
            var sorted = order is "" or "id" ? found : found.OrderBy(r => r.GetValueOrDefault(order, ""), StringComparer.Ordinal);
            if (parsed.Groups["way"].Value == "DESC") sorted = sorted.Reverse();
            var limit = parsed.Groups["limit"].Value.Length > 0
                ? Math.Min(100, int.Parse(parsed.Groups["limit"].Value, CultureInfo.InvariantCulture))
                : 100;
            return [.. sorted.Take(limit).Select(r => columns.ToDictionary(c => c, c => r.GetValueOrDefault(c, "")))];
        }
    }

    private static Func<Dictionary<string, string>, bool> Test(Match condition)
    {
        var (column, sign) = (condition.Groups["column"].Value, condition.Groups["sign"].Value.Trim());
        var values = Literal().Matches(condition.Groups["value"].Value)
            .Select(m => m.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var first = values.First();
        return sign switch
        {
            "=" or "IN" => r => values.Contains(r.GetValueOrDefault(column, "")),
            "LIKE" => r => r.GetValueOrDefault(column, "").Contains(first.Trim('%'), StringComparison.OrdinalIgnoreCase),
            ">" when column == "id" => Number(first) is var id ? r => Number(r["id"]) > id : null!,
            ">=" => r => string.CompareOrdinal(r.GetValueOrDefault(column, ""), first) >= 0,
            _ => _ => false,
        };
    }

    private string ModuleOf(string id) => Prefixes.First(p => p.Value.ToString(CultureInfo.InvariantCulture) == id.Split('x')[0]).Key;

    private static long Number(string id) => long.Parse(id.Split('x')[1], CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^SELECT (?<columns>\S+) FROM (?<module>\w+)(?: WHERE (?<where>(?:(?!ORDER BY).)+?))?(?: ORDER BY (?<order>\w+)(?: (?<way>ASC|DESC))?)?(?: LIMIT (?<limit>\d+))?$", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex(@" AND (?=\w+ (?:=|>=|>|IN|LIKE) ?[('])")]
    private static partial Regex And();

    [GeneratedRegex(@"^(?<column>\w+) (?<sign>=|>=|>|IN|LIKE) ?(?<value>\(?'.*'\)?)$", RegexOptions.Singleline)]
    private static partial Regex Condition();

    [GeneratedRegex("'((?:[^']|'')*)'")]
    private static partial Regex Literal();
}
