using System.Text;

namespace EmailContactPortal.Domain;

/// <summary>Bounds for text that comes from outside.</summary>
public static class Text
{
    /// <summary>
    /// A text of one line as it is kept, the one rule for names, subjects and senders from pages and from programs: line breaks become
    /// blanks, other control characters and halves of characters go, and so do blanks at its ends. Empty for null.
    /// </summary>
    public static string OneLine(string? value)
    {
        if (string.IsNullOrEmpty(value)) return "";
        var kept = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c is '\r' or '\n' or '\t' or '\v' or '\f' or '\u0085' or '\u2028' or '\u2029')
            {
                if (c != '\n' || i == 0 || value[i - 1] != '\r') kept.Append(' ');
            }
            else if (char.IsSurrogatePair(value, i))
            {
                kept.Append(c).Append(value[++i]);
            }
            else if (!char.IsControl(c) && !char.IsSurrogate(c) && !IsHidden(c))
            {
                kept.Append(c);
            }
        }

        return kept.ToString().Trim();
    }

    // Turns the reading direction of what follows around, or is a mark of files; joiners stay, emoji are made with them.
    private static bool IsHidden(char c) =>
        c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFEFF' or '\u200B' or '\u2060' or '\uFFFE' or '\uFFFF';

    /// <summary>At most <paramref name="max"/> UTF-16 units of <paramref name="value"/>, never half a surrogate pair.</summary>
    public static string Bound(string value, int max)
    {
        if (value.Length <= max) return value;
        return char.IsHighSurrogate(value[max - 1]) ? value[..(max - 1)] : value[..max];
    }
}
