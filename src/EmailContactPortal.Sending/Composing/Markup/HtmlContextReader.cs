namespace EmailContactPortal.Sending.Composing.Markup;

/// <summary>What a position in HTML is inside of.</summary>
internal enum HtmlContext
{
    Between,
    InTag,
    InQuotes,
    InComment,
    InRawText,
}

/// <summary>Follows HTML just far enough to know what a position is inside of.</summary>
internal sealed class HtmlContextReader
{
    private static readonly string[] RawTextElements = ["style", "script", "title", "textarea"];
    private char _quote;
    private char _last;
    private string _element = "";

    internal HtmlContext Context { get; private set; }

    internal bool IsInUnquotedValue => _last == '=' || _valueOpen;

    private bool _valueOpen;

    internal void Read(string html)
    {
        for (var i = 0; i < html.Length; i++)
            i += Step(html.AsSpan(i));
    }

    private int Step(ReadOnlySpan<char> rest)
    {
        var c = rest[0];
        switch (Context)
        {
            case HtmlContext.Between when rest.StartsWith("<!--"):
                Context = HtmlContext.InComment;
                return 3;
            case HtmlContext.Between when c == '<' && rest.Length > 1 && (char.IsAsciiLetter(rest[1]) || rest[1] is '/' or '!'):
                (Context, _last, _valueOpen) = (HtmlContext.InTag, c, false);
                _element = ElementName(rest[1..]);
                return 0;
            case HtmlContext.InComment when rest.StartsWith("-->"):
                Context = HtmlContext.Between;
                return 2;
            case HtmlContext.InRawText when rest.StartsWith("</") && rest[2..].StartsWith(_element, StringComparison.OrdinalIgnoreCase):
                (Context, _element) = (HtmlContext.InTag, "");
                return 1;
            case HtmlContext.InTag:
                ReadInTag(c);
                return 0;
            case HtmlContext.InQuotes when c == _quote:
                (Context, _last) = (HtmlContext.InTag, c);
                return 0;
            default:
                return 0;
        }
    }

    private void ReadInTag(char c)
    {
        if (c is '"' or '\'')
            (Context, _quote, _valueOpen) = (HtmlContext.InQuotes, c, false);
        else if (c == '>')
            Context = RawTextElements.Contains(_element, StringComparer.OrdinalIgnoreCase) ? HtmlContext.InRawText : HtmlContext.Between;
        else if (char.IsWhiteSpace(c))
            _valueOpen = false;
        else if (_last == '=')
            _valueOpen = true;
        if (!char.IsWhiteSpace(c))
            _last = c;
    }

    private static string ElementName(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
            end++;
        return text[..end].ToString();
    }
}
