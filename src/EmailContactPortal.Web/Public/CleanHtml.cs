using AngleSharp.Dom;
using EmailContactPortal.Sending.Composing;
using EmailContactPortal.Sending.Composing.Markup;

namespace EmailContactPortal.Web.Public;

/// <summary>Lets through what a text with pictures and links needs, and nothing that runs, loads code or leaves the page's frame.</summary>
internal static class CleanHtml
{
    private static readonly HashSet<string> Elements = new(StringComparer.OrdinalIgnoreCase)
    {
        "p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "b", "em", "i", "u", "s", "small", "sub", "sup", "span", "div",
        "blockquote",
        "ul", "ol", "li", "a", "img", "table", "thead", "tbody", "tr", "th", "td",
    };

    /// <summary>Elements whose content goes with them; of others only the tag goes.</summary>
    private static readonly HashSet<string> Dropped = new(StringComparer.OrdinalIgnoreCase)
    {
        "script", "style", "iframe", "object", "embed", "template", "noscript", "svg", "math", "head", "title", "textarea", "select",
        "form",
    };

    private static readonly HashSet<string> Attributes = new(StringComparer.OrdinalIgnoreCase)
    {
        "href",
        "src",
        "alt",
        "title",
        "width",
        "height",
        "colspan",
        "rowspan",
    };

    /// <summary>The safe part of <paramref name="html"/>.</summary>
    public static string Of(string html)
    {
        if (html.Length == 0) return "";
        try
        {
            var body = BoundedHtml.Parse("<!doctype html><body>" + html, CancellationToken.None).Body!;
            Clean(body);
            return body.InnerHtml;
        }
        catch (ContentTooCostlyException)
        {
            return "";
        }
    }

    private static void Clean(IElement parent)
    {
        foreach (var node in parent.ChildNodes.ToList())
        {
            if (node is IComment) node.Parent!.RemoveChild(node);
            if (node is not IElement element) continue;
            if (Dropped.Contains(element.LocalName))
            {
                element.Remove();
                continue;
            }

            Clean(element);
            if (Elements.Contains(element.LocalName)) CleanAttributes(element);
            else element.Replace([.. element.ChildNodes]);
        }
    }

    private static void CleanAttributes(IElement element)
    {
        foreach (var attribute in element.Attributes.ToList())
        {
            var isAddress = attribute.LocalName is "href" or "src";
            var keep = Attributes.Contains(attribute.LocalName) && (!isAddress || IsSafe(attribute.Value, element.LocalName == "img"));
            if (!keep) element.RemoveAttribute(attribute.Name);
        }

        if (element.LocalName == "a") element.SetAttribute("rel", "noopener noreferrer");
    }

    private static bool IsSafe(string address, bool picture) =>
        Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri)
            && (uri.Scheme is "https" or "http" || (!picture && uri.Scheme == "mailto"));
}
