namespace EmailContactPortal.Sending.Composing.Markup;

/// <summary>What a position in HTML is inside of.</summary>
internal enum Place
{
    Between,
    InTag,
    InQuotes,
    InComment,
    InRawText,
}

/// <summary>Follows HTML just far enough to know what a position is inside of.</summary>
internal sealed class PlaceReader
{
    private static readonly string[] RawTextElements = ["style", "script", "title", "textarea"];
    private char _quote;
    private char _last;
    private string _element = "";

    internal Place Place { get; private set; }

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
        switch (Place)
        {
            case Place.Between when rest.StartsWith("<!--"):
                Place = Place.InComment;
                return 3;
            case Place.Between when c == '<' && rest.Length > 1 && (char.IsAsciiLetter(rest[1]) || rest[1] is '/' or '!'):
                (Place, _last, _valueOpen) = (Place.InTag, c, false);
                _element = ElementName(rest[1..]);
                return 0;
            case Place.InComment when rest.StartsWith("-->"):
                Place = Place.Between;
                return 2;
            case Place.InRawText when rest.StartsWith("</") && rest[2..].StartsWith(_element, StringComparison.OrdinalIgnoreCase):
                (Place, _element) = (Place.InTag, "");
                return 1;
            case Place.InTag:
                ReadInTag(c);
                return 0;
            case Place.InQuotes when c == _quote:
                (Place, _last) = (Place.InTag, c);
                return 0;
            default:
                return 0;
        }
    }

    private void ReadInTag(char c)
    {
        if (c is '"' or '\'')
            (Place, _quote, _valueOpen) = (Place.InQuotes, c, false);
        else if (c == '>')
            Place = RawTextElements.Contains(_element, StringComparer.OrdinalIgnoreCase) ? Place.InRawText : Place.Between;
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
