using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Shell.Listing;

namespace EmailContactPortal.Web.Features.Settings.ApiKeys;

/// <summary>A new key.</summary>
internal sealed class ApiKeyForm
{
    public string? Name { get; set; }

    public List<string> Scopes { get; set; } = [];
}

/// <summary>A key in the list; the key itself is not known any more.</summary>
internal sealed record ApiKeyRow(
    int Id, string Name, string Prefix, string Scopes, string Owner, DateTime CreatedAt, DateTime? LastUsedAt, DateTime? RevokedAt,
    bool IsOwnerActive, bool IsOwnerAdmin)
{
    /// <summary>What of its scopes is without effect, because a key never may more than its owner; null when all of them work.</summary>
    public string? Limit =>
        !IsOwnerActive
            ? Words.Of("Off with its owner")
            : !IsOwnerAdmin && Scopes.Split(' ').Contains("admin") ? Words.Of("Not admin: its owner is none") : null;
}

/// <summary>The page: keys, the form of a new one, and the key just made.</summary>
internal sealed record ApiKeyPage(ListPage<ApiKeyRow> Keys, ApiKeyForm Form, string? Made = null);

/// <summary>The scopes in people's words.</summary>
internal static class ScopeWords
{
    public static string Of(string scope) => scope switch
    {
        "read" => Words.Of("Read: groups, campaigns, deliveries, unsubscribes"),
        "write" => Words.Of("Write: imports, emails, campaign drafts"),
        "send" => Words.Of("Send: start, pause, resume and cancel campaigns"),
        "admin" => Words.Of("Administer: list types and CRM connections"),
        _ => scope,
    };
}
