using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EmailContactPortal.Web.Api;

/// <summary>
/// Times in bodies of the API: ISO 8601 with an offset. Without one nobody knows which moment is meant, and some do not exist.
/// </summary>
internal static partial class ApiTimes
{
    /// <summary>The moment in UTC; false when there is no offset, or it is no time.</summary>
    public static bool TryRead(JsonElement value, out DateTime utc)
    {
        utc = default;
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { } text || !WithOffset().IsMatch(text)) return false;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return false;
        utc = time.UtcDateTime;
        return true;
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2})\z", RegexOptions.IgnoreCase)]
    private static partial Regex WithOffset();
}
