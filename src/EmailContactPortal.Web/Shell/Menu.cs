using System.Security.Claims;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;

namespace EmailContactPortal.Web.Shell;

/// <summary>One place of the menu.</summary>
/// <param name="Path">Its address, without a slash in front.</param>
/// <param name="Label">Its name.</param>
/// <param name="Group">The drop-down it stands in; null for the bar itself.</param>
/// <param name="Section">Places of one drop-down with another section are set apart by a line.</param>
internal sealed record MenuItem(string Path, string Label, string? Group = null, int Section = 0);

/// <summary>The menu shows only what exists (a route answers there) and what the person may open.</summary>
internal sealed class Menu(EndpointDataSource endpoints, IAuthorizationService authorization)
{
    public const string Content = "Content";
    public const string Settings = "Settings";

    private static readonly MenuItem[] Wanted =
    [
        new("", "Home"),
        new("target-groups", "Target groups"),
        new("content/emails", "Emails", Content),
        new("content/templates", "Email templates", Content),
        new("content/snippets", "HTML snippets", Content),
        new("content/landing-pages", "Landing pages", Content),
        new("content/surveys", "Surveys", Content),
        new("content/images", "Images", Content),
        new("campaigns", "Campaigns"),
        new("automatic-emails", "Automatic emails"),
        new("reports", "Reports"),
        new("settings/list-types", "List types", Settings),
        new("settings/mail-servers", "Mail servers", Settings),
        new("settings/recipient-domains", "Recipient domains", Settings),
        new("settings/sending-domains", "Sending domains", Settings),
        new("settings/suppressed", "Suppressed addresses", Settings),
        new("settings/crm-connections", "CRM connections", Settings),
        new("settings/write-back", "Write-back", Settings),
        new("settings/users", "Users and roles", Settings, 1),
        new("settings/site", "Site", Settings, 1),
        new("settings/api-keys", "API keys", Settings, 1),
        new("settings/jobs", "Jobs", Settings, 2),
        new("mail-catcher", "Mail catcher", Settings, 2),
        new("demo-crm", "Demo CRM", Settings, 2),
    ];

    /// <summary>The places that <paramref name="user"/> sees, in order.</summary>
    public async Task<IReadOnlyList<MenuItem>> ForAsync(ClaimsPrincipal user)
    {
        var isAdmin = (await authorization.AuthorizeAsync(user, Policies.Admin)).Succeeded;
        var existing = Existing();
        return [.. Wanted.Where(i => existing.TryGetValue(i.Path, out var adminOnly) && (isAdmin || !adminOnly))];
    }

    /// <summary>Path of every page that answers GET, and whether only administrators may open it.</summary>
    private Dictionary<string, bool> Existing()
    {
        var paths = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        foreach (var endpoint in endpoints.Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is { HttpMethods: { Count: > 0 } methods } && !methods.Contains("GET"))
                continue;
            var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>();
            paths.TryAdd(endpoint.RoutePattern.RawText?.Trim('/') ?? "", policies.Any(p => p.Policy == Policies.Admin));
        }

        return paths;
    }
}
