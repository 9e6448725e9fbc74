using Microsoft.AspNetCore.Routing.Patterns;
using Serilog;
using Serilog.Events;

namespace EmailContactPortal.Web.Logs;

/// <summary>One line for each request: the pattern of its route, never the path, because paths hold addresses and tokens.</summary>
internal static class RequestLog
{
    private const string NoRoute = "(no route)";
    private const string StaticFile = "(file)";
    private static readonly object Key = new();
    private static readonly HashSet<string> Methods = new(
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"], StringComparer.Ordinal);
    private static readonly string[] Quiet = ["/health/live", "/health/ready", "/metrics", StaticFile];

    /// <summary>Goes before everything whose failures it has to see.</summary>
    public static IApplicationBuilder UseRequestLog(this IApplicationBuilder app) => app.UseSerilogRequestLogging(o =>
    {
        o.Logger = app.ApplicationServices.GetRequiredService<Serilog.ILogger>().ForContext(typeof(RequestLog));
        o.MessageTemplate = "{Method} {Route} {StatusCode} in {Elapsed:0} ms";
        o.GetMessageTemplateProperties = (context, _, elapsed, status) =>
        [
            new LogEventProperty("Method", new ScalarValue(Methods.Contains(context.Request.Method) ? context.Request.Method : "OTHER")),
            new LogEventProperty("Route", new ScalarValue(RouteOf(context))),
            new LogEventProperty("StatusCode", new ScalarValue(status)),
            new LogEventProperty("Elapsed", new ScalarValue(Math.Round(elapsed, 1))),
        ];
        o.EnrichDiagnosticContext = (diagnostics, context) =>
        {
            if (Matched(context)?.Campaign is { } campaign) diagnostics.Set("Campaign", campaign);
        };
        o.GetLevel = (context, _, exception) => context.Response.StatusCode >= 500 || exception is not null
            ? LogEventLevel.Error
            : Quiet.Contains(RouteOf(context)) ? LogEventLevel.Debug : LogEventLevel.Information;
    });

    /// <summary>
    /// Goes right after routing: an error page runs the pipeline again, and what counts is where the request wanted to go.
    /// </summary>
    public static IApplicationBuilder UseRequestRoutes(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (!context.Items.ContainsKey(Key)) context.Items[Key] = MatchedRoute.Of(context);
        return next(context);
    });

    private static MatchedRoute? Matched(HttpContext context) => context.Items[Key] as MatchedRoute;

    // Files are answered before routing; an error before routing has no route either.
    private static string RouteOf(HttpContext context) =>
        Matched(context)?.Pattern ?? (context.Response.StatusCode < 400 ? StaticFile : NoRoute);

    private sealed record MatchedRoute(string Pattern, int? Campaign)
    {
        public static MatchedRoute Of(HttpContext context)
        {
            if (context.GetEndpoint() is not RouteEndpoint { RoutePattern: { RawText: { } text } pattern })
                return new MatchedRoute(NoRoute, null);
            return new MatchedRoute(text.StartsWith('/') ? text : "/" + text, CampaignOf(pattern, context.Request.RouteValues));
        }

        private static int? CampaignOf(RoutePattern pattern, RouteValueDictionary values)
        {
            for (var i = 0; i + 1 < pattern.PathSegments.Count; i++)
            {
                if (pattern.PathSegments[i].Parts is [RoutePatternLiteralPart { Content: "campaigns" }]
                    && pattern.PathSegments[i + 1].Parts is [RoutePatternParameterPart parameter]
                    && int.TryParse(values[parameter.Name]?.ToString(), out var id))
                {
                    return id;
                }
            }

            return null;
        }
    }
}
