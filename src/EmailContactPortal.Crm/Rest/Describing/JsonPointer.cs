using System.Globalization;
using System.Text.Json;

namespace EmailContactPortal.Crm.Rest.Describing;

/// <summary>Finds a value in JSON by its pointer (RFC 6901).</summary>
internal static class JsonPointer
{
    /// <summary>What stands there, or null.</summary>
    public static JsonElement? Find(JsonElement json, string pointer)
    {
        if (pointer.Length == 0) return json;
        foreach (var part in pointer.Split('/').Skip(1))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var inside)) json = inside;
            else if (json.ValueKind == JsonValueKind.Array
                && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < json.GetArrayLength())
                json = json[at];
            else return null;
        }

        return json;
    }

    /// <summary>A scalar there as text; empty when there is none.</summary>
    public static string Text(JsonElement json, string pointer) => Find(json, pointer) is { } found ? Text(found) : "";

    /// <summary>A scalar as text; lists of scalars are joined, objects are empty.</summary>
    public static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Text).Where(t => t.Length > 0)),
        _ => "",
    };

    /// <summary>A moment there: ISO 8601, or seconds or milliseconds since 1970.</summary>
    public static DateTime? Time(JsonElement json, string pointer)
    {
        var text = pointer.Length == 0 ? "" : Text(json, pointer);
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is > 100_000_000 and < 100_000_000_000_000)
        {
            return (number > 100_000_000_000
                ? DateTimeOffset.FromUnixTimeMilliseconds(number)
                : DateTimeOffset.FromUnixTimeSeconds(number)).UtcDateTime;
        }

        return DateTime.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? time
                : null;
    }

    /// <summary>A name as one part of a pointer.</summary>
    public static string Part(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>Whether what stands there is one of the values; numbers and texts that read alike are equal.</summary>
    public static bool Is(JsonElement json, RestTest test) =>
        Find(json, test.Path) is { } found && test.Equal.Any(e => string.Equals(Text(e), Text(found), StringComparison.OrdinalIgnoreCase));
}
