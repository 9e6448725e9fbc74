using System.Net;
using System.Text.RegularExpressions;
using EmailContactPortal.Domain.Wording;

namespace EmailContactPortal.Web.Shell;

/// <summary>What stands inside the preview's frame: the mail itself, or its text, as a mail program would show it.</summary>
internal static partial class MailFrame
{
    // Many mail programs with dark pages turn the colours round and leave pictures as they are.
    private const string Dark =
        "<style>html{background:#fff;filter:invert(.9) hue-rotate(180deg)}img{filter:invert(1) hue-rotate(180deg)}</style>";

    /// <summary>
    /// The mail's own HTML; a redirection in it would be refused by the frame, with an error in the browser's console, so it is left out.
    /// </summary>
    public static string Html(string html, bool dark) => Redirection().Replace(html, "") + (dark ? Dark : "");

    public static string Text(string text, bool dark)
    {
        const string Style = "font:14px/1.5 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;margin:16px";
        return Head(Words.Of("Plain text")) + $"{(dark ? Dark : "")}<pre style=\"{Style}\">{WebUtility.HtmlEncode(text)}</pre>";
    }

    [GeneratedRegex("<meta\\b[^>]*http-equiv[^>]*refresh[^>]*>", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Redirection();

    public static string Broken(string reason)
    {
        const string Style = "font:14px/1.5 system-ui,sans-serif;margin:16px";
        var words = Words.Of("There is no preview until this is right: {0}", reason);
        return Head(Words.Of("No preview")) + $"<p style=\"{Style}\">{WebUtility.HtmlEncode(words)}</p>";
    }

    private static string Head(string title) => $"<!doctype html><meta charset=\"utf-8\"><title>{WebUtility.HtmlEncode(title)}</title>";
}
