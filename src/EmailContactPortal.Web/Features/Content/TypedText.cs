namespace EmailContactPortal.Web.Features.Content;

/// <summary>
/// Forms post every line break as CR LF, whatever it was before. What nobody changed stays as it is stored, byte for byte; what was changed
/// gets the line breaks of the rest.
/// </summary>
internal static class TypedText
{
    /// <summary>The stored text with the typed changes in it.</summary>
    public static string Into(string? stored, string? typed)
    {
        var after = Plain(typed ?? "");
        if (string.IsNullOrEmpty(stored)) return after;
        var before = Plain(stored);
        var head = 0;
        while (head < before.Length && head < after.Length && before[head] == after[head]) head++;
        var tail = 0;
        while (tail < before.Length - head && tail < after.Length - head && before[^(tail + 1)] == after[^(tail + 1)]) tail++;
        var ending = stored.Contains("\r\n", StringComparison.Ordinal)
            ? "\r\n"
            : stored.Contains('\r', StringComparison.Ordinal) && !stored.Contains('\n', StringComparison.Ordinal) ? "\r" : "\n";
        var places = Places(stored);
        return string.Concat(
            stored.AsSpan(0, places[head]), after[head..(after.Length - tail)].Replace("\n", ending, StringComparison.Ordinal),
            stored.AsSpan(places[before.Length - tail]));
    }

    private static string Plain(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    /// <summary>Where each character of the plain text stands in the stored one, and its end.</summary>
    private static List<int> Places(string stored)
    {
        var places = new List<int>(stored.Length + 1);
        for (var i = 0; i < stored.Length; i++)
        {
            places.Add(i);
            if (stored[i] == '\r' && i + 1 < stored.Length && stored[i + 1] == '\n') i++;
        }

        places.Add(stored.Length);
        return places;
    }
}
