using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace EmailContactPortal.Crm.Calling;

/// <summary>
/// Whether an answer shows the value that was sent. CRMs show values in ways of their own (numbers with decimals, entities, dates without a
/// time, texts cut to the column); anything else is another value, and the write did not happen.
/// </summary>
internal static partial class WrittenValue
{
    /// <summary>A shown text that is only the beginning of the sent one counts from this length on: columns have an end.</summary>
    private const int ShortestCut = 50;

    public static bool IsSame(string sent, string shown)
    {
        var (here, there) = (Plain(sent), Plain(shown));
        if (here == there || (there.Length >= ShortestCut && here.StartsWith(there, StringComparison.Ordinal))) return true;
        if (Flag(here) is { } one && Flag(there) is { } other) return one == other;
        if (Number(here) is { } left && Number(there) is { } right) return left == right;
        if (Time(here) is { } at && Time(there) is { } shownAt) return at == shownAt || (there.Length <= 10 && at.Date == shownAt);

        // Where tags may not stand they are taken out.
        return here.Contains('<', StringComparison.Ordinal) && Letters(here) == Letters(there);
    }

    // Characters outside the basic plane come back as question marks from databases with three bytes a character.
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in WebUtility.HtmlDecode(text).EnumerateRunes())
        {
            if (rune.Value > 0xFFFF) plain.Append("????");
            else if (!Rune.IsWhiteSpace(rune)) plain.Append(rune.ToString());
            else if (plain.Length > 0 && plain[^1] != ' ') plain.Append(' ');
        }

        return plain.ToString().TrimEnd();
    }

    private static string Letters(string text) => new([.. Tags().Replace(text, "").Where(char.IsLetterOrDigit)]);

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    private static bool? Flag(string text) => text.ToLowerInvariant() switch
    {
        "1" or "true" or "yes" or "on" => true,
        "" or "0" or "false" or "no" or "off" => false,
        _ => null,
    };

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTime? Time(string text) =>
        text.Length >= 8 && char.IsAsciiDigit(text[0])
            && DateTime.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                    ? time
                    : null;
}
