using System.Net;

namespace EmailContactPortal.Web.Shell;

/// <summary>What stands inside the preview's frame: the mail itself, or its text, as a mail program would show it.</summary>
public static class MailFrame
{
    // Mail programs with dark pages darken what the author left plain; this is the usual way they do it.
    private const string Dark = "<style>:root{color-scheme:dark}body{background:#1c1f26!important;color:#e4e6eb!important}a{color:#9fb6ff}</style>";

    public static string Html(string html, bool dark) => dark ? html + Dark : html;

    public static string Text(string text, bool dark) =>
        $"<!doctype html><meta charset=\"utf-8\"><title>Plain text</title>{(dark ? Dark : "")}<pre style=\"font:14px/1.5 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;margin:16px\">{WebUtility.HtmlEncode(text)}</pre>";

    public static string Broken(string reason) =>
        $"<!doctype html><meta charset=\"utf-8\"><title>No preview</title><p style=\"font:14px/1.5 system-ui,sans-serif;margin:16px\">There is no preview until this is right: {WebUtility.HtmlEncode(reason)}</p>";
}
