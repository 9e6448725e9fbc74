using System.Globalization;
using System.Text.Json;

namespace EmailContactPortal.Crm.Oro;

/// <summary>One page of a list.</summary>
/// <param name="Records">In the order asked for.</param>
/// <param name="Total">How many there are in all, when Oro says so.</param>
internal sealed record OroPage(IReadOnlyList<OroRecord> Records, int? Total);

/// <summary>A JSON:API resource object: <c>{"type":…,"id":…,"attributes":{…},"relationships":{…}}</c>.</summary>
internal readonly struct OroRecord(JsonElement element)
{
    public string Id => element.TryGetProperty("id", out var id) ? id.ToString() : "";

    /// <summary>Attributes with their names; none when the record has none.</summary>
    public IEnumerable<JsonProperty> Attributes =>
        element.TryGetProperty("attributes", out var all) && all.ValueKind == JsonValueKind.Object
            ? all.EnumerateObject()
            : Enumerable.Empty<JsonProperty>();

    /// <summary>An attribute as text; null, lists and objects are empty.</summary>
    public string Text(string name) =>
        element.TryGetProperty("attributes", out var all) && all.ValueKind == JsonValueKind.Object
            && all.TryGetProperty(name, out var value) ? Scalar(value) : "";

    /// <summary>An attribute as a moment in UTC.</summary>
    public DateTime? Time(string name) =>
        DateTime.TryParse(
            Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? time
                : null;

    private static string Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => "",
    };
}
