using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using EmailContactPortal.Domain.Wording;

namespace EmailContactPortal.Web.Tests.Languages;

/// <summary>Finds what a page in the pseudo-language says that came from no file of words.</summary>
internal static partial class PlainText
{
    private static readonly string[] SpokenAttributes = ["title", "placeholder", "aria-label", "alt", "label"];
    private static readonly HashSet<string> Silent = new(
        ["SCRIPT", "STYLE", "CODE", "PRE", "TIME", "TEXTAREA", "WBR"], StringComparer.Ordinal);

    /// <summary>
    /// Texts and spoken attributes with letters outside brackets; what <paramref name="data"/> names is not ours, and no address or moment
    /// is.
    /// </summary>
    public static IEnumerable<string> In(IHtmlDocument page, params string[] data)
    {
        var depth = 0;
        foreach (var node in page.DocumentElement.Descendants().Where(n => n is IElement or IText))
        {
            if (node is IElement element)
            {
                foreach (var text in SpokenAttributes.Where(element.HasAttribute).Select(a => Plain(element.GetAttribute(a)!, 0, data).Text)
                    .Where(HasLetters)) yield return $"{element.LocalName}: {text}";
                continue;
            }

            if (Silent.Contains(node.ParentElement?.NodeName ?? "")
                || node.ParentElement?.Closest("[data-plain], [data-search-select], iframe") is not null) continue;
            (var plain, depth) = Plain(node.TextContent, depth, data);
            if (HasLetters(plain)) yield return plain;
        }

        if (depth != 0) yield return $"{depth} brackets stand open";
    }

    private static (string Text, int Depth) Plain(string text, int depth, string[] data)
    {
        var outside = new System.Text.StringBuilder();
        foreach (var c in text)
        {
            if (c == PseudoLanguage.Opens) depth++;
            if (depth == 0) outside.Append(c);
            if (c == PseudoLanguage.Closes) depth--;
        }

        var plain = outside.ToString();
        foreach (var known in data) plain = plain.Replace(known, "", StringComparison.Ordinal);
        return (Blanks().Replace(NotOurs().Replace(plain, ""), " ").Trim(), depth);
    }

    private static bool HasLetters(string text) => text.Any(char.IsLetter);

    [GeneratedRegex(
        @"\S+@\S+|https?://\S*|\{\{[^}]*\}\}|\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b|\bUTC\b|\b(Etc|Europe)/\w+")]
    private static partial Regex NotOurs();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
