using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using EmailContactPortal.Domain.Templates;

namespace EmailContactPortal.Sending.Composing;

/// <summary>
/// Stands marks in for tags, so that an HTML parser leaves them where they are: comments between elements (allowed even
/// between table rows), private-use characters inside attributes, styles and comments.
/// </summary>
internal sealed partial class TagShield
{
    private const char Open = '\uE000';
    private const char Close = '\uE001';
    private readonly List<TemplateToken> _tags = [];

    private enum Place
    {
        Between,
        InTag,
        InQuotes,
        InComment,
        InRawText,
    }

    /// <summary>The mark for a tag.</summary>
    internal string Mark(TemplateToken tag)
    {
        _tags.Add(tag);
        return string.Create(CultureInfo.InvariantCulture, $"{Open}{_tags.Count - 1}{Close}");
    }

    /// <summary>Text with every tag replaced by its mark.</summary>
    internal string Text(MergeTemplate template) =>
        string.Concat(template.Tokens.Select(t => t.Kind == TokenKind.Text ? Clean(t.Text) : Mark(t)));

    /// <summary>HTML with every tag replaced by its mark.</summary>
    internal string Html(MergeTemplate template, List<TemplateFault> faults)
    {
        var output = new StringBuilder();
        var reader = new PlaceReader();
        foreach (var token in template.Tokens)
        {
            if (token.Kind == TokenKind.Text)
            {
                var words = Clean(token.Text);
                reader.Read(words);
                output.Append(words);
                continue;
            }

            if (reader.Place == Place.InTag && !reader.IsInUnquotedValue)
                faults.Add(new TemplateFault($"{token.Text} stands inside an HTML tag but outside a quoted value, where mail programs would see a broken tag.", token.Line));
            output.Append(reader.Place == Place.Between ? $"<!--{Mark(token)}-->" : Mark(token));
        }

        return output.ToString();
    }

    /// <summary>The template again, after its words were worked on.</summary>
    internal MergeTemplate Unshield(string marked)
    {
        var tokens = new List<TemplateToken>();
        var at = 0;
        foreach (Match match in Marks().Matches(marked))
        {
            if (match.Index > at)
                tokens.Add(new TemplateToken(TokenKind.Text, marked[at..match.Index]));
            tokens.Add(_tags[int.Parse(match.Groups[1].Success ? match.Groups[1].ValueSpan : match.Groups[2].ValueSpan, CultureInfo.InvariantCulture)]);
            at = match.Index + match.Length;
        }

        if (at < marked.Length)
            tokens.Add(new TemplateToken(TokenKind.Text, marked[at..]));
        return MergeTemplate.FromTokens(tokens);
    }

    /// <summary>Marked text as its author wrote it.</summary>
    internal string Original(string marked) =>
        string.Concat(Unshield(marked).Tokens.Select(t => t.Text));

    /// <summary>Whether it holds any mark.</summary>
    internal static bool HasMark(string text) => text.Contains(Open, StringComparison.Ordinal);

    /// <summary>Text without marks.</summary>
    internal static string Without(string marked) => Marks().Replace(marked, "");

    private static string Clean(string text) =>
        text.IndexOfAny([Open, Close]) < 0 ? text : text.Replace(Open, '\uFFFD').Replace(Close, '\uFFFD');

    [GeneratedRegex("<!--\uE000([0-9]+)\uE001-->|\uE000([0-9]+)\uE001")]
    private static partial Regex Marks();

    /// <summary>Follows HTML just far enough to know what a position is inside of.</summary>
    private sealed class PlaceReader
    {
        private static readonly string[] RawTextElements = ["style", "script", "title", "textarea"];
        private char _quote;
        private char _last;
        private string _element = "";

        internal Place Place { get; private set; }

        internal bool IsInUnquotedValue => _last is '=' or Close || _valueOpen;

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
}
