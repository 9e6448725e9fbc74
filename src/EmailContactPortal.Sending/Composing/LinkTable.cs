using System.Text.RegularExpressions;
using EmailContactPortal.Domain;

namespace EmailContactPortal.Sending.Composing;

/// <summary>A web link of an email.</summary>
/// <param name="Url">The address as written, merge fields unfilled, analytics parameters included.</param>
/// <param name="Label">Its words, for reports.</param>
public sealed record FoundLink(string Url, string Label);

/// <summary>The web links of one email, each once, in order of first appearance.</summary>
internal sealed partial class LinkTable(CompileOptions options)
{
    private const int MaxUrl = 2000;
    private readonly List<FoundLink> _links = [];

    internal IReadOnlyList<FoundLink> Links => _links;

    /// <summary>Whether an address leads to a web page, or to what a merge field will say.</summary>
    internal static bool IsWeb(string url) =>
        url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || url.StartsWith("{{", StringComparison.Ordinal);

    /// <summary>The address with the analytics parameters, before its fragment; an author's own parameters win.</summary>
    internal string WithUtm(string url)
    {
        if (options.Utm is not { } utm || url.StartsWith('{') || url.Contains("utm_source=", StringComparison.OrdinalIgnoreCase))
            return url;

        var hash = url.IndexOf('#', StringComparison.Ordinal);
        var (page, fragment) = hash < 0 ? (url, "") : (url[..hash], url[hash..]);
        var separator = !page.Contains('?', StringComparison.Ordinal) ? "?" : page[^1] is '?' or '&' ? "" : "&";
        var parameters = string.Join('&', new[] { ("utm_source", utm.Source), ("utm_medium", utm.Medium), ("utm_campaign", utm.Campaign) }
            .Where(p => p.Item2.Length > 0)
            .Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2)}"));
        return parameters.Length == 0 ? url : page + separator + parameters + fragment;
    }

    /// <summary>The link's number, counted from zero; null when it is too long to be stored and stays as written.</summary>
    internal int? Add(string url, string label)
    {
        if (url.Length > MaxUrl)
            return null;

        var index = _links.FindIndex(l => l.Url == url);
        if (index < 0)
        {
            _links.Add(new FoundLink(url, Words(label)));
            return _links.Count - 1;
        }

        if (_links[index].Label.Length == 0)
            _links[index] = _links[index] with { Label = Words(label) };
        return index;
    }

    private static string Words(string label) => Text.Bound(Blanks().Replace(label, " ").Trim(), 200);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
