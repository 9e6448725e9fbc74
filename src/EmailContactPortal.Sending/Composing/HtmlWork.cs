using System.Text.RegularExpressions;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace EmailContactPortal.Sending.Composing;

/// <summary>What is done to an email's HTML once: styles onto elements, links by way of the portal, a pixel at its end.</summary>
internal sealed partial class HtmlWork(CompileOptions options, TagShield shield, LinkTable links)
{
    private static readonly HtmlParser Parser = new();

    /// <summary>The finished HTML, marks in place of tags, and the text made from it.</summary>
    internal (string Html, string Text) Run(string marked)
    {
        var document = Parser.ParseDocument(marked);
        if (document.Doctype is null)
            document.InsertBefore(document.Implementation.CreateDocumentType("html", "", ""), document.DocumentElement);
        if (document.QuerySelector("meta[charset], meta[http-equiv='Content-Type' i]") is null && document.Head is { } head)
            head.InnerHtml = "<meta charset=\"utf-8\">" + head.InnerHtml;

        CssInliner.Inline(document);
        foreach (var script in document.QuerySelectorAll("script").ToList())
            script.Remove();
        AddUtm(document);
        var text = PlainText.From(document.Body);
        if (options.Tracks)
            Track(document);
        return (document.ToHtml(), text);
    }

    /// <summary>Plain text with its web addresses leading by the portal.</summary>
    internal string TrackText(string marked) => Urls().Replace(marked, match =>
    {
        var written = match.Value.TrimEnd('.', ',', ';', ':', '!', '?');
        var url = links.WithUtm(shield.Original(written));
        var rest = match.Value[written.Length..];
        return options.Tracks && links.Add(url, "") is { } number ? shield.Mark(SlotTable.Address(SlotKind.Click, number)) + rest
            : TagShield.HasMark(written) ? match.Value : url + rest;
    });

    private static IEnumerable<IElement> Anchors(IDocument document) => document.QuerySelectorAll("a[href], area[href]");

    private void AddUtm(IDocument document)
    {
        if (options.Utm is null)
            return;
        foreach (var anchor in Anchors(document))
        {
            var marked = anchor.GetAttribute("href")!.Trim();
            if (shield.Original(marked) is var url && LinkTable.IsWeb(url) && !url.StartsWith('{'))
                anchor.SetAttribute("href", links.WithUtm(marked));
        }
    }

    private void Track(IDocument document)
    {
        foreach (var anchor in Anchors(document))
        {
            var url = shield.Original(anchor.GetAttribute("href")!.Trim());
            if (!LinkTable.IsWeb(url) || SystemAddress().IsMatch(url))
                continue;
            var label = TagShield.Without(anchor.TextContent).Trim();
            if (label.Length == 0)
                label = anchor.QuerySelector("img[alt]")?.GetAttribute("alt") ?? "";
            if (links.Add(url, TagShield.Without(label)) is { } number)
                anchor.SetAttribute("href", shield.Mark(SlotTable.Address(SlotKind.Click, number)));
        }

        var pixel = (IHtmlImageElement)document.CreateElement("img");
        pixel.SetAttribute("src", shield.Mark(SlotTable.Address(SlotKind.Open)));
        pixel.SetAttribute("width", "1");
        pixel.SetAttribute("height", "1");
        pixel.SetAttribute("alt", "");
        pixel.SetAttribute("style", "border: 0");
        document.Body?.AppendChild(pixel);
    }

    [GeneratedRegex(@"^\{\{\{?\s*(unsubscribe_url|online_url)\s*\}?\}\}$")]
    private static partial Regex SystemAddress();

    [GeneratedRegex("""https?://[^\s<>"'()\[\]]+""", RegexOptions.IgnoreCase)]
    private static partial Regex Urls();
}
