using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace EmailContactPortal.Sending.Composing.Markup;

/// <summary>Makes the plain text of an email from its HTML: paragraphs, lists, links with their addresses.</summary>
internal sealed partial class PlainText(TagPlaceholders placeholders, IReadOnlyDictionary<IElement, LinkAddress> addresses)
{
    private static readonly HashSet<string> Hidden = new(StringComparer.OrdinalIgnoreCase)
    {
        "style",
        "script",
        "head",
        "title",
        "noscript",
        "template",
    };
    private static readonly HashSet<string> Paragraphs = new(StringComparer.OrdinalIgnoreCase)

        {
            "p",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "ul",
            "ol",
            "blockquote",
            "table",
            "pre",
            "hr",
            "section",
            "article",
            "header",
            "footer",
        };

    private static readonly HashSet<string> Lines = new(StringComparer.OrdinalIgnoreCase)
    {
        "div",
        "li",
        "tr",
        "br",
        "dt",
        "dd",
        "caption",
    };

    internal string From(INode? root)
    {
        var output = new StringBuilder();
        if (root is not null)
            Write(root, output);
        var lines = output.ToString().Split('\n').Select(line => line.TrimEnd(' '));
        return ManyLines().Replace(string.Join('\n', lines), "\n\n").Trim('\n', ' ') + "\n";
    }

    private void Write(INode node, StringBuilder output)
    {
        switch (node)
        {
            case IText words:
                output.Append(AfterBlank(output, Blanks().Replace(words.Data, " ")));
                break;
            // A mark between elements is a comment to the parser; what Outlook alone reads is a comment too, and no text.
            case IComment comment when TagPlaceholders.IsMark(comment.Data):
                output.Append(comment.Data);
                break;
            case IElement element when !Hidden.Contains(element.LocalName) && !IsInvisible(element):
                WriteElement(element, output);
                break;
        }
    }

    private void WriteElement(IElement element, StringBuilder output)
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

        if (element.LocalName == "a" && addresses.TryGetValue(element, out var address) && !address.Original.StartsWith('#'))
            WriteAddress(address, output, start);
        if (element.LocalName is "td" or "th")
            output.Append(' ');
        if (isParagraph)
            output.Append("\n\n");
        else if (element.LocalName is "div" or "li" or "tr")
            output.Append('\n');
    }

    // The address comes as what it is in the mail: nobody looks for it in the text again.
    private void WriteAddress(LinkAddress address, StringBuilder output, int start)
    {
        var isMail = address.Original.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase);
        var shown = isMail ? Shown(address.Original) : address.Original;
        var written = isMail ? Shown(address.Written) : address.Written.Replace(" ", "%20", StringComparison.Ordinal);
        // A label may be as long as the mail; one that is the address is not.
        var length = output.Length - start;
        var label = length > 2 * shown.Length + 200 ? "…" : placeholders.Original(output.ToString(start, length).Trim());
        if (label.Length == 0)
            output.Append(written);
        else if (label != shown)
            output.Append(" (").Append(written).Append(')');
        else
        {
            output.Length = start;
            output.Append(written);
        }
    }

    private static string Shown(string mailto) => mailto[7..].Split('?')[0];

    private static bool IsInvisible(IElement element) =>
        element.GetAttribute("style")?.Replace(" ", "", StringComparison.Ordinal).Contains(
            "display:none", StringComparison.OrdinalIgnoreCase) == true;

    private static bool EndsLine(StringBuilder output) => output.Length == 0 || output[^1] == '\n';

    private static string AfterBlank(StringBuilder output, string words) =>
        output.Length == 0 || char.IsWhiteSpace(output[^1]) ? words.TrimStart(' ') : words;

    [GeneratedRegex(@"[ \t\r\n\f]+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex ManyLines();
}
