namespace EmailContactPortal.Domain.Templates;

/// <summary>Where a tag begins and ends, what stands between its braces, and whether a tilde takes the blanks beside it away.</summary>
internal readonly record struct TagSpan(int Start, int End, string Inner, bool IsRaw, bool IsComment, bool StripsBefore, bool StripsAfter)
{
    private const int MaxTag = 500;

    /// <summary>The tag whose two braces stand at <paramref name="start"/>; null when it is not closed, with what would close it.</summary>
    internal static TagSpan? Find(string template, int start, out string close)
    {
        var at = start + 2;
        var stripsBefore = at < template.Length && template[at] == '~';
        if (stripsBefore)
            at++;
        var rest = template.AsSpan(at);
        var isRaw = rest.StartsWith("{");
        var isComment = rest.StartsWith("!");
        var inside = rest.StartsWith("!--") ? "--" : isRaw ? "}" : "";
        at += isRaw ? 1 : inside.Length > 0 ? 3 : 0;
        close = inside + "}}";
        var window = template.AsSpan(at, isComment ? template.Length - at : Math.Min(MaxTag, template.Length - at));
        var (plain, tilde) = inside == "--" ? EndOfComment(window) : EndOfTag(window, inside);
        if (plain < 0 && tilde < 0)
            return null;
        var length = tilde >= 0 ? tilde : plain;
        var end = at + length + close.Length + (tilde >= 0 ? 1 : 0);
        return new TagSpan(start, end, window[..length].Trim().ToString(), isRaw, isComment, stripsBefore, tilde >= 0);
    }

    private static (int Plain, int Tilde) EndOfTag(ReadOnlySpan<char> window, string inside)
    {
        var plain = window.IndexOf(inside + "}}");
        var tilde = (plain < 0 ? window : window[..plain]).IndexOf(inside + "~}}");
        // The last character before the braces may be the tilde itself.
        return tilde < 0 && plain > 0 && inside.Length == 0 && window[plain - 1] == '~' ? (plain, plain - 1) : (plain, tilde);
    }

    // A comment may be long: whichever end comes first is found without looking for the other one beyond it.
    private static (int Plain, int Tilde) EndOfComment(ReadOnlySpan<char> window)
    {
        for (var at = 0; window[at..].IndexOf("}}") is >= 0 and var next; at += next + 1)
        {
            var before = window[..(at + next)];
            if (before.EndsWith("--"))
                return (before.Length - 2, -1);
            if (before.EndsWith("--~"))
                return (-1, before.Length - 3);
        }

        return (-1, -1);
    }
}
