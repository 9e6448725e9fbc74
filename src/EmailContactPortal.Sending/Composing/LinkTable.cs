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
    private readonly List<FoundLink> _links = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    internal IReadOnlyList<FoundLink> Links => _links;

    /// <summary>
    /// The address with those analytics parameters that its author did not write, before its fragment; tags stand as marks.
    /// </summary>
    internal string WithUtm(string marked)
    {
        if (options.Utm is not { } utm || !Markup.LinkShape.IsWebAddress(marked))
            return marked;

        var hash = marked.IndexOf('#', StringComparison.Ordinal);
        var (page, fragment) = hash < 0 ? (marked, "") : (marked[..hash], marked[hash..]);
        var question = page.IndexOf('?', StringComparison.Ordinal);
        var own = question < 0
            ? []
            : page[(question + 1)..].Split('&').Select(p => p.Split('=')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var parameters = string.Join('&', new[] { ("utm_source", utm.Source), ("utm_medium", utm.Medium), ("utm_campaign", utm.Campaign) }
            .Where(p => p.Item2.Length > 0 && !own.Contains(p.Item1))
            .Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2)}"));
        var separator = question < 0 ? "?" : page[^1] is '?' or '&' ? "" : "&";
        return parameters.Length == 0 ? marked : page + separator + parameters + fragment;
    }

    /// <summary>The link's number, counted from zero.</summary>
    internal int Add(string url, string label)
    {
        if (!_numbers.TryGetValue(url, out var number))
        {
            number = _numbers[url] = _links.Count;
            _links.Add(new FoundLink(url, Words(label)));
        }
        else if (_links[number].Label.Length == 0)
            _links[number] = _links[number] with { Label = Words(label) };
        return number;
    }

    private static string Words(string label) => Text.Bound(Blanks().Replace(Text.Bound(label, 2000), " ").Trim(), 200);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
