using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace EmailContactPortal.Sending.Composing;

/// <summary>Makes the plain text of an email from its HTML: paragraphs, lists, links with their addresses.</summary>
internal static partial class PlainText
{
    private static readonly HashSet<string> Hidden = new(StringComparer.OrdinalIgnoreCase) { "style", "script", "head", "title", "noscript", "template" };
    private static readonly HashSet<string> Paragraphs = new(StringComparer.OrdinalIgnoreCase)
        { "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table", "pre", "hr", "section", "article", "header", "footer" };

    private static readonly HashSet<string> Lines = new(StringComparer.OrdinalIgnoreCase) { "div", "li", "tr", "br", "dt", "dd", "caption" };

    internal static string From(INode? root)
    {
        var output = new StringBuilder();
        if (root is not null)
            Write(root, output);
        var text = BlankEnds().Replace(output.ToString(), "\n");
        return ManyLines().Replace(text, "\n\n").Trim('\n', ' ') + "\n";
    }

    private static void Write(INode node, StringBuilder output)
    {
        switch (node)
        {
            case IText words:
                output.Append(AfterBlank(output, Blanks().Replace(words.Data, " ")));
                break;
            // A mark between elements is a comment to the parser.
            case IComment comment when TagShield.HasMark(comment.Data):
                output.Append(comment.Data);
                break;
            case IElement element when !Hidden.Contains(element.LocalName) && !IsInvisible(element):
                WriteElement(element, output);
                break;
        }
    }

    private static void WriteElement(IElement element, StringBuilder output)
    {
        var isParagraph = Paragraphs.Contains(element.LocalName);
        if (isParagraph || Lines.Contains(element.LocalName))
            output.Append(isParagraph ? "\n\n" : EndsLine(output) && element.LocalName != "br" ? "" : "\n");
        if (element.LocalName == "li")
            output.Append("- ");
        if (element.LocalName == "img" && element.GetAttribute("alt") is { Length: > 0 } alt)
            output.Append('[').Append(alt).Append(']');

        var start = output.Length;
        foreach (var child in element.ChildNodes)
            Write(child, output);

        if (element.LocalName == "a" && element.GetAttribute("href")?.Trim() is { Length: > 0 } href && !href.StartsWith('#'))
            WriteAddress(href, output, start);
        if (element.LocalName is "td" or "th")
            output.Append(' ');
        if (isParagraph)
            output.Append("\n\n");
        else if (element.LocalName is "div" or "li" or "tr")
            output.Append('\n');
    }

    private static void WriteAddress(string href, StringBuilder output, int start)
    {
        var label = output.ToString(start, output.Length - start).Trim();
        var shown = href.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? href[7..].Split('?')[0] : href;
        if (label == shown)
            return;
        if (label.Length == 0)
            output.Append(shown);
        else
            output.Append(" (").Append(shown).Append(')');
    }

    private static bool IsInvisible(IElement element) =>
        element.GetAttribute("style")?.Replace(" ", "", StringComparison.Ordinal).Contains("display:none", StringComparison.OrdinalIgnoreCase) == true;

    private static bool EndsLine(StringBuilder output) => output.Length == 0 || output[^1] == '\n';

    private static string AfterBlank(StringBuilder output, string words) =>
        output.Length == 0 || char.IsWhiteSpace(output[^1]) ? words.TrimStart(' ') : words;

    [GeneratedRegex(@"[ \t\r\n\f]+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@" +\n")]
    private static partial Regex BlankEnds();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex ManyLines();
}
