using System.Text.Json;
using System.Text.Json.Nodes;
using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Audience.Connections;

/// <summary>
/// Where the stored secrets of a connection go: a change that would send them elsewhere, unencrypted or for another user asks for them
/// again.
/// </summary>
public static class SecretDestinations
{
    /// <summary>Why the stored secrets may not be used with what was typed; null when they may.</summary>
    /// <param name="stored">As it is kept.</param>
    /// <param name="url">As typed.</param>
    /// <param name="userName">As typed.</param>
    /// <param name="options">As typed, JSON; addresses in it count, because secrets are sent there too.</param>
    public static string? Leaves(CrmConnection stored, string url, string userName, string? options)
    {
        var (before, after) = (Origin(stored.Url), Origin(url));
        if (before is not null && before != after)
        {
            return before.StartsWith("https:", StringComparison.Ordinal) && after?.StartsWith("http:", StringComparison.Ordinal) == true
                && HostOf(before) == HostOf(after)
                ? "The address leads to another server or goes there without encryption."
                : "The address leads to another server.";
        }

        if (stored.UserName != userName) return "The user is another one.";
        var known = Addresses(stored.Options).Append(before ?? "").ToHashSet(StringComparer.Ordinal);
        return Addresses(options).Any(a => !known.Contains(a)) ? "The options lead to another server." : null;
    }

    private static string? Origin(string? url) =>
        Uri.TryCreate(url?.Trim(), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? $"{address.Scheme}://{address.IdnHost.ToLowerInvariant()}:{address.Port}"
            : null;

    private static string HostOf(string origin) => new Uri(origin).IdnHost;

    private static IEnumerable<string> Addresses(string? options)
    {
        JsonNode? root;
        try
        {
            root = string.IsNullOrWhiteSpace(options) ? null : JsonNode.Parse(options);
        }
        catch (JsonException)
        {
            return [];
        }

        return Texts(root).Select(Origin).OfType<string>();
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(p => Texts(p.Value)),
        JsonArray list => list.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };
}
