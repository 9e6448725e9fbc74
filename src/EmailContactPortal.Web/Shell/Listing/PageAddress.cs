using Microsoft.AspNetCore.WebUtilities;

namespace EmailContactPortal.Web.Shell.Listing;

/// <summary>Addresses of the same list with something changed; everything else of the query stays.</summary>
internal static class PageAddress
{
    public static string With(HttpRequest request, params (string Name, string? Value)[] changes)
    {
        var query = request.Query
            .Where(p => changes.All(c => !string.Equals(c.Name, p.Key, StringComparison.OrdinalIgnoreCase)))
            .SelectMany(p => p.Value, (p, v) => KeyValuePair.Create(p.Key, v))
            .Concat(changes.Where(c => c.Value is not null).Select(c => KeyValuePair.Create(c.Name, c.Value)))
            .Where(p => !string.IsNullOrEmpty(p.Value));
        return QueryHelpers.AddQueryString(request.PathBase + request.Path, query);
    }
}
