using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EmailContactPortal.Crm.Rest.Describing;

/// <summary>
/// Fills placeholders. In a JSON body values become JSON values, so that no value can break out of its place: <c>"{count}"</c> alone is a
/// number, <c>"{fields}"</c> alone a list, and <c>{"$each":"ids","value":…}</c> a list with one element for each.
/// </summary>
internal sealed class RestTemplate(IReadOnlyDictionary<string, object?> values)
{
    /// <summary>Name of the property that makes a list.</summary>
    public const string Each = "$each";

    /// <summary>A text with its placeholders filled; each value goes through <paramref name="encode"/>.</summary>
    public string Fill(string template, Func<string, string> encode) => RestDescriptionReader.Placeholder().Replace(template, m =>
        values.TryGetValue(m.Groups[1].Value, out var value) ? encode(Text(value, Format(m.Value))) : m.Value);

    /// <summary>A JSON body with its placeholders filled.</summary>
    public JsonNode? Fill(JsonElement template)
    {
        switch (template.ValueKind)
        {
            case JsonValueKind.Object when template.TryGetProperty(Each, out var list):
                return new JsonArray([.. Repeat(template, list.GetString() ?? "")]);
            case JsonValueKind.Object:
                return new JsonObject(template.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, Fill(p.Value))));
            case JsonValueKind.Array:
                // A repeated element stands in the list itself, beside what is fixed.
                return new JsonArray([.. template.EnumerateArray()
                    .SelectMany(e => e.ValueKind == JsonValueKind.Object && e.TryGetProperty(Each, out var inner)
                        ? Repeat(e, inner.GetString() ?? "")
                        : [Fill(e)])]);
            case JsonValueKind.String:
                return Whole(template.GetString()!);
            case JsonValueKind.Undefined:
                return null;
            default:
                return JsonNode.Parse(template.GetRawText());
        }
    }

    private IEnumerable<JsonNode?> Repeat(JsonElement template, string name) =>
        List(name).Select(item => new RestTemplate(new Dictionary<string, object?>(values)
        {
            ["id"] = item,
            ["field"] = item,
        }).Fill(template.TryGetProperty(
            "value", out var value) ? value : default));

    private JsonNode? Whole(string text)
    {
        var match = RestDescriptionReader.Placeholder().Match(text);
        if (!match.Success || match.Length != text.Length || !values.TryGetValue(match.Groups[1].Value, out var value))
            return Fill(text, v => v);
        return (value, Format(text)) switch
        {
            (int number, _) => number,
            (IReadOnlyList<string> list, "") => new JsonArray([.. list.Select(l => (JsonNode)l)]),
            (DateTime at, "ms") => Milliseconds(at),
            (DateTime at, "s") => Milliseconds(at) / 1000,
            (null, _) => null,
            var (other, format) => Text(other, format),
        };
    }

    private IReadOnlyList<string> List(string name) => values.GetValueOrDefault(name) as IReadOnlyList<string> ?? [];

    private static string Format(string placeholder) =>
        placeholder.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? placeholder[(colon + 1)..^1] : "";

    private static string Text(object? value, string format) => value switch
    {
        null => "",
        IReadOnlyList<string> list => format.Length > 0 ? string.Concat(list.Select(l => format + l)) : string.Join(',', list),
        DateTime at => format switch
        {
            "ms" => Milliseconds(at).ToString(CultureInfo.InvariantCulture),
            "s" => (Milliseconds(at) / 1000).ToString(CultureInfo.InvariantCulture),
            "sql" => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            "date" => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        },
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static long Milliseconds(DateTime at) =>
        new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)).ToUnixTimeMilliseconds();
}
