using System.Net;
using System.Text.RegularExpressions;
using AngleSharp;
using AngleSharp.Dom;

namespace EmailContactPortal.Sending.Composing.Markup;

/// <summary>What is done to an email's HTML once: styles onto elements, links by way of the portal, a pixel at its end.</summary>
internal sealed partial class HtmlRewriter(CompileOptions options, TagPlaceholders placeholders, LinkWriter links, ContentBudget budget)
{
    /// <summary>The finished HTML, marks in place of tags, and the text made from it.</summary>
    internal (string Html, string Text) Run(string marked)
    {
        // A byte-order mark is no content: behind it the head would be read as body.
        var document = BoundedHtml.Parse(marked.TrimStart('\uFEFF'), budget, placeholders.LineOf);
        if (document.Doctype is null)
            document.InsertBefore(document.Implementation.CreateDocumentType("html", "", ""), document.DocumentElement);
        if (document.QuerySelector("meta[charset], meta[http-equiv='Content-Type' i]") is null && document.Head is { } head)
            head.Prepend(Made(document, "meta", ("charset", "utf-8")));

        CssInliner.Inline(document, placeholders, budget);
        foreach (var script in document.QuerySelectorAll("script").ToList())
            script.Remove();
        var addresses = Rewrite(document);
        var text = new PlainText(placeholders, addresses).From(document.Body);
        if (options.Tracks)
            document.Body?.AppendChild(Made(
                document, "img", ("src", placeholders.Mark(SlotTable.Address(SlotKind.Open))), ("width", "1"), ("height", "1"),
                ("alt", ""), ("style", "border: 0")));
        return (document.ToHtml(), text);
    }

    /// <summary>Plain text with its web addresses leading by the portal.</summary>
    internal string TrackText(string marked) => new TextAddresses(placeholders).Rewrite(marked, links.InText);

    private static IElement Made(IDocument document, string name, params IEnumerable<(string Name, string Value)> attributes)
    {
        var element = document.CreateElement(name);
        foreach (var (attribute, value) in attributes)
            element.SetAttribute(attribute, value);
        return element;
    }

    private Dictionary<IElement, LinkAddress> Rewrite(IDocument document)
    {
        var addresses = new Dictionary<IElement, LinkAddress>();
        foreach (var node in InOrder(document))
        {
            budget.Spend();
            switch (node)
            {
                // Outlook reads them: its buttons are links in a comment.
                case IComment comment when comment.Data.AsSpan().TrimStart().StartsWith("[if", StringComparison.OrdinalIgnoreCase):
                    comment.Data = OutlookLinks().Replace(
                        comment.Data, m => $"{m.Groups[1].Value}{m.Groups[2].Value}{OutlookLink(m.Groups[3].Value)}{m.Groups[2].Value}");
                    break;
                case IElement element when element.GetAttribute("href") is { } href && !string.IsNullOrWhiteSpace(href)
                    && (element.LocalName is "a" or "area" || element.LocalName.StartsWith("v:", StringComparison.Ordinal)):
                    addresses[element] = new LinkAddress(
                        placeholders.Original(href.Trim()), links.InHtml(href, Label(element), () => LineOf(element)));
                    if (addresses[element].Written != href)
                        element.SetAttribute("href", addresses[element].Written);
                    break;
            }
        }

        return addresses;
    }

    private string OutlookLink(string encoded)
    {
        var href = WebUtility.HtmlDecode(encoded);
        var written = links.InHtml(href, "", static () => null);
        return written == href ? encoded : WebUtility.HtmlEncode(written);
    }

    private int? LineOf(IElement element) => element.SourceReference is { } source ? placeholders.LineOf(source.Position.Line) : null;

    private static string Label(IElement anchor)
    {
        var words = TagPlaceholders.Without(anchor.TextContent).Trim();
        return words.Length > 0 ? words : TagPlaceholders.Without(anchor.QuerySelector("img[alt]")?.GetAttribute("alt") ?? "");
    }

    private static IEnumerable<INode> InOrder(INode root)
    {
        var ahead = new Stack<INode>([root]);
        while (ahead.TryPop(out var node))
        {
            yield return node;
            for (var i = node.ChildNodes.Length - 1; i >= 0; i--)
                ahead.Push(node.ChildNodes[i]);
        }
    }

    [GeneratedRegex("""(<(?:v:[a-z]+|a|area)\s[^<>]*?\bhref\s*=\s*)(["'])([^<>]*?)\2""", RegexOptions.IgnoreCase)]
    private static partial Regex OutlookLinks();
}

/// <summary>A link's address as its author wrote it, and as it stands in the mail.</summary>
internal sealed record LinkAddress(string Original, string Written);
