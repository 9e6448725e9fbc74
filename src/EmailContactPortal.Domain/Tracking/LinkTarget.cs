using EmailContactPortal.Domain.Templates;

namespace EmailContactPortal.Domain.Tracking;

/// <summary>
/// Where a link leads: a plain address, or a template over the recipient's fields. The last look before sending and the click ask the same.
/// </summary>
public sealed class LinkTarget
{
    /// <summary>Longest link as written, characters; longer ones are refused when the email is saved.</summary>
    public const int MaxLength = 8000;

    private static readonly string[] Allowed = [Uri.UriSchemeHttp, Uri.UriSchemeHttps, Uri.UriSchemeMailto];
    private readonly MergeTemplate? template;

    /// <summary>Reads a link as it is stored.</summary>
    public LinkTarget(string url)
    {
        if (!url.Contains("{{", StringComparison.Ordinal)) Plain = Open(url);
        else template = MergeTemplate.Parse(url.TrimStart());
    }

    /// <summary>Whether everybody gets the same address.</summary>
    public bool IsPlain => template is null;

    /// <summary>The address, null when it is not one to open.</summary>
    public string? Plain { get; }

    /// <summary>The address for one recipient, null when it is not one to open.</summary>
    public string? For(Func<string, string?> value)
    {
        if (template is null) return Plain;
        // A field that begins the link is an address kept in the data; anywhere else it is a part of one and is encoded as such.
        return template.Faults.Count > 0
            ? null
            : Open(template.Render(value, static (found, begins) => begins ? found : Uri.EscapeDataString(found)));
    }

    private static string? Open(string url)
    {
        var trimmed = url.Trim();
        if (!Uri.TryCreate(trimmed, UriKind.Absolute, out var uri) || !Allowed.Contains(uri.Scheme, StringComparer.Ordinal)) return null;
        // A header takes ASCII only, and never a line break.
        var address = IsHeaderSafe(trimmed) ? trimmed : Encoded(uri);
        return IsHeaderSafe(address) ? address : null;
    }

    private static bool IsHeaderSafe(string address) => address.All(c => c is > ' ' and < (char)127);

    // Uri keeps an international domain as it was written: browsers know it by its punycode.
    private static string Encoded(Uri uri)
    {
        if (uri.Scheme == Uri.UriSchemeMailto || uri.HostNameType != UriHostNameType.Dns) return uri.AbsoluteUri;
        var user = uri.UserInfo.Length == 0 ? "" : uri.GetComponents(UriComponents.UserInfo, UriFormat.UriEscaped) + "@";
        var port = uri.IsDefaultPort ? "" : ":" + uri.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var rest = uri.GetComponents(UriComponents.PathAndQuery | UriComponents.Fragment, UriFormat.UriEscaped);
        return $"{uri.Scheme}://{user}{uri.IdnHost}{port}{rest}";
    }
}
