using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Access;

/// <summary>One address of the portal and who may use it, as <c>routes.txt</c> states it.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Pattern">Route pattern with a slash in front.</param>
/// <param name="Who"><c>anyone</c>, <c>person</c> (signed in), <c>marketer</c>, <c>admin</c>, or <c>key-</c> with its scope.</param>
/// <param name="About">What the id names: <c>campaign</c>, <c>email</c>, <c>template</c>, <c>group</c>, <c>upload</c>; empty for nothing
/// that is owned.</param>
/// <param name="Copies">A POST that changes nothing of the thing.</param>
internal sealed record Route(string Method, string Pattern, string Who, string About, bool Copies)
{
    public bool Reads => Method is "GET" or "HEAD" || Copies;

    /// <summary>Whether the id names something that somebody owns.</summary>
    public bool IsOwned => About is not ("" or "everybody");

    public bool IsApi => Pattern.StartsWith("/api/", StringComparison.Ordinal);

    public bool IsStream => Pattern.EndsWith("/events", StringComparison.Ordinal);

    public string? Scope => Who.StartsWith("key-", StringComparison.Ordinal) ? Who[4..] : null;

    public string Name => $"{Method} {Pattern}";

    /// <summary>The expectations.</summary>
    public static IReadOnlyList<Route> Stated { get; } =
    [
        .. from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Access", "routes.txt"))
           where line.Length > 0 && !line.StartsWith('#')
           let parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
           select new Route(parts[0], parts[1], parts[2], parts.Length > 3 ? parts[3] : "", parts.Contains("copy")),
    ];

    /// <summary>What the running application answers to.</summary>
    public static List<string> Running(PortalFactory portal) =>
    [
        .. from endpoint in portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
           select $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}",
    ];

    /// <summary>The address with ids in it.</summary>
    public string Address(int id) => string.Join('/', Pattern.Split('/').Select(s => s switch
    {
        "{id:int}" or "{id:long}" => id.ToString(System.Globalization.CultureInfo.InvariantCulture),
        "{documentName}.json" => "v1.json",
        "{email}" => "nobody@example.com",
        "{status:int}" => "404",
        _ when s.EndsWith(":int}", StringComparison.Ordinal) || s.EndsWith(":long}", StringComparison.Ordinal) => "4711",
        _ when s.StartsWith('{') => "x",
        _ => s,
    }));
}
