using System.Text.Json;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Templates;

namespace EmailContactPortal.Tracking.Links;

/// <summary>One stored link, read once: either a plain address or a template over the recipient's fields.</summary>
internal sealed class LinkTarget
{
    private static readonly string[] Allowed = [Uri.UriSchemeHttp, Uri.UriSchemeHttps, Uri.UriSchemeMailto];
    private readonly MergeTemplate? template;
    private readonly bool isAddress;

    public LinkTarget(string url)
    {
        if (!url.Contains("{{", StringComparison.Ordinal))
        {
            Plain = Check(url);
            return;
        }

        template = MergeTemplate.Parse(url);
        // A link that starts with a field is an address kept in the data; anywhere else a field is a part of one and is encoded as such.
        isAddress = url.TrimStart().StartsWith("{{", StringComparison.Ordinal);
    }

    /// <summary>Whether everybody gets the same address.</summary>
    public bool IsPlain => template is null;

    /// <summary>The address, null when it is not one to open.</summary>
    public string? Plain { get; }

    /// <summary>The address for one recipient, null when it is not one to open.</summary>
    public string? For(string email, string firstName, string lastName, string fieldsJson)
    {
        var fields = JsonSerializer.Deserialize<Dictionary<string, string?>>(fieldsJson) ?? [];
        var filled = template!.Render(
            name => name switch
            {
                MergeFields.Email => email,
                MergeFields.FirstName => firstName,
                MergeFields.LastName => lastName,
                _ => fields.GetValueOrDefault(name),
            },
            value => isAddress ? value : Uri.EscapeDataString(value));
        return Check(filled);
    }

    private static string? Check(string url)
    {
        var trimmed = url.Trim();
        if (!Uri.TryCreate(trimmed, UriKind.Absolute, out var uri) || !Allowed.Contains(uri.Scheme, StringComparer.Ordinal)) return null;
        // A header takes ASCII only, and never a line break; Uri gives both.
        return trimmed.All(c => c is > ' ' and < (char)127) ? trimmed : uri.AbsoluteUri;
    }
}
