using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using EmailContactPortal.Domain.Templates;

namespace EmailContactPortal.Sending.Composing.Markup;

/// <summary>
/// Stands marks in for tags, so that an HTML parser leaves them where they are: comments between elements (allowed even
/// between table rows), private-use characters inside attributes, styles and comments.
/// </summary>
internal sealed partial class TagPlaceholders
{
    private const char Open = '\uE000';
    private const char Close = '\uE001';

    // Another beginning, so that a comment of the author's which is one tag and nothing else is told from a mark between elements.
    private const char OpenInComment = '\uE002';
    private readonly List<TemplateToken> _tags = [];
    private readonly List<(int Marked, int Written)> _lines = [];

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
        var reader = new HtmlContextReader();
        var line = 1;
        foreach (var token in template.Tokens)
        {
            _lines.Add((line, token.Line));
            if (token.Kind == TokenKind.Text)
            {
                var words = Clean(token.Text);
                reader.Read(words);
                output.Append(words);
                line += words.AsSpan().Count('\n');
                continue;
            }

            if (reader.Context == HtmlContext.InTag && !reader.IsInUnquotedValue)
                faults.Add(new TemplateFault(
                    $"{token.Text} stands inside an HTML tag but outside a quoted value, where mail programs would see a broken tag.",
                    token.Line));
            output.Append(reader.Context switch
            {
                HtmlContext.Between => $"<!--{Mark(token)}-->",
                HtmlContext.InComment => OpenInComment + Mark(token)[1..],
                _ => Mark(token),
            });
        }

        return output.ToString();
    }

    /// <summary>The line in what the author wrote of a line in what <see cref="Html"/> made of it.</summary>
    internal int LineOf(int marked)
    {
        var before = _lines.FindLast(l => l.Marked <= marked);
        return before.Written == 0 ? marked : before.Written + marked - before.Marked;
    }

    /// <summary>The pieces of a marked text: a tag with its mark, or words without one.</summary>
    internal IEnumerable<(string Marked, TemplateToken? Tag)> Pieces(string marked)
    {
        var at = 0;
        foreach (Match match in Marks().Matches(marked))
        {
            if (match.Index > at)
                yield return (marked[at..match.Index], null);
            yield return (match.Value, TagOf(match));
            at = match.Index + match.Length;
        }

        if (at < marked.Length)
            yield return (marked[at..], null);
    }

    /// <summary>The piece that begins with the mark at a place.</summary>
    internal (string Marked, TemplateToken? Tag) PieceAt(string marked, int at) =>
        Pieces(marked[at..(marked.IndexOf(Close, at) + 1)]).First();

    /// <summary>The template again, after its words were worked on.</summary>
    internal MergeTemplate PutTagsBack(string marked) =>
        MergeTemplate.FromTokens([.. Pieces(marked).Select(p => p.Tag ?? new TemplateToken(TokenKind.Text, p.Marked))]);

    /// <summary>Marked text as its author wrote it.</summary>
    internal string Original(string marked) =>
        HasMark(marked) || marked.Contains("{{", StringComparison.Ordinal)
            ? string.Concat(Pieces(marked).Select(p => p.Tag?.Text ?? p.Marked.Replace("{{", "\\{{", StringComparison.Ordinal)))
            : marked;

    /// <summary>Whether it holds any mark.</summary>
    internal static bool HasMark(string text) => text.AsSpan().ContainsAny(Open, OpenInComment);

    /// <summary>Whether a mark begins with it.</summary>
    internal static bool BeginsMark(char c) => c is Open or OpenInComment;

    /// <summary>Whether a comment is the mark of a tag between elements, and nothing else.</summary>
    internal static bool IsMark(string comment) =>
        comment.Length > 2 && comment[0] == Open && comment.IndexOf(Close, StringComparison.Ordinal) == comment.Length - 1;

    /// <summary>Text without marks.</summary>
    internal static string Without(string marked) => Marks().Replace(marked, "");

    private TemplateToken TagOf(Match match) =>
        _tags[int.Parse(match.Groups[1].Success ? match.Groups[1].ValueSpan : match.Groups[2].ValueSpan, CultureInfo.InvariantCulture)];

    private static string Clean(string text) =>
        text.AsSpan().ContainsAny(Open, Close, OpenInComment)
            ? text.Replace(Open, '\uFFFD').Replace(Close, '\uFFFD').Replace(OpenInComment, '\uFFFD')
            : text;

    [GeneratedRegex("<!--\uE000([0-9]+)\uE001-->|[\uE000\uE002]([0-9]+)\uE001")]
    private static partial Regex Marks();
}
