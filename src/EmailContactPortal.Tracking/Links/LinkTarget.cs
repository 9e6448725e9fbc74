using System.Text.Json;
using EmailContactPortal.Domain.Content;
using HandlebarsDotNet;

namespace EmailContactPortal.Tracking.Links;

/// <summary>One stored link, read once: either a plain address or a template over the recipient's fields.</summary>
internal sealed class LinkTarget
{
    private static readonly string[] Allowed = [Uri.UriSchemeHttp, Uri.UriSchemeHttps, Uri.UriSchemeMailto];
    private static readonly IHandlebars Encoding = Create(new UrlEncoder());
    private static readonly IHandlebars Verbatim = Create(encoder: null);
    private readonly HandlebarsTemplate<object, object>? template;

    public LinkTarget(string url)
    {
        if (!url.Contains("{{", StringComparison.Ordinal))
        {
            Plain = Check(url);
            return;
        }

        // A link that starts with a field is an address kept in the data; anywhere else a field is a part of one and is encoded as such.
        template = (url.TrimStart().StartsWith("{{", StringComparison.Ordinal) ? Verbatim : Encoding).Compile(url);
    }

    /// <summary>Whether everybody gets the same address.</summary>
    public bool IsPlain => template is null;

    /// <summary>The address, null when it is not one to open.</summary>
    public string? Plain { get; }

    /// <summary>The address for one recipient, null when it is not one to open.</summary>
    public string? For(string email, string firstName, string lastName, string fieldsJson)
    {
        var values = JsonSerializer.Deserialize<Dictionary<string, string?>>(fieldsJson) ?? [];
        var data = values.ToDictionary(v => v.Key, object? (v) => v.Value, StringComparer.Ordinal);
        (data[MergeFields.Email], data[MergeFields.FirstName], data[MergeFields.LastName]) = (email, firstName, lastName);
        return Check(template!(data));
    }

    private static string? Check(string url)
    {
        var trimmed = url.Trim();
        if (!Uri.TryCreate(trimmed, UriKind.Absolute, out var uri) || !Allowed.Contains(uri.Scheme, StringComparer.Ordinal)) return null;
        // A header takes ASCII only, and never a line break; Uri gives both.
        return trimmed.All(c => c is > ' ' and < (char)127) ? trimmed : uri.AbsoluteUri;
    }

    private static IHandlebars Create(ITextEncoder? encoder)
    {
        var handlebars = Handlebars.Create(new HandlebarsConfiguration { TextEncoder = encoder, NoEscape = encoder is null });
        handlebars.RegisterHelper("default", (output, _, arguments) =>
        {
            var value = arguments.Length > 0 ? arguments[0]?.ToString() : null;
            output.Write(string.IsNullOrEmpty(value) && arguments.Length > 1 ? arguments[1]?.ToString() : value);
        });
        return handlebars;
    }

    private sealed class UrlEncoder : ITextEncoder
    {
        public void Encode(System.Text.StringBuilder? text, TextWriter target) => target.Write(Uri.EscapeDataString(text?.ToString() ?? ""));

        public void Encode(string? text, TextWriter target) => target.Write(Uri.EscapeDataString(text ?? ""));

        public void Encode<T>(T? text, TextWriter target)
            where T : IEnumerator<char>
        {
            var all = new System.Text.StringBuilder();
            while (text?.MoveNext() == true) all.Append(text.Current);
            target.Write(Uri.EscapeDataString(all.ToString()));
        }
    }
}
