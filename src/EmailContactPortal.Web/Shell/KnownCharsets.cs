using Microsoft.Net.Http.Headers;

namespace EmailContactPortal.Web.Shell;

/// <summary>Refuses bodies in a character set that cannot be read (415), which the framework takes for a fault of the server.</summary>
internal static class KnownCharsets
{
    /// <summary>Goes where error pages and the words of the API are behind it.</summary>
    public static IApplicationBuilder UseKnownCharsets(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (IsReadable(context.Request.ContentType)) return next(context);
        // The error page runs the pipeline again and reads nothing.
        context.Request.ContentType = null;
        context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        return Task.CompletedTask;
    });

    private static bool IsReadable(string? contentType)
    {
        if (contentType is null || !contentType.Contains("charset", StringComparison.OrdinalIgnoreCase)
            || !MediaTypeHeaderValue.TryParse(contentType, out var type)) return true;
        try
        {
            _ = type.Encoding;
            return true;
        }
        catch (NotSupportedException)
        {
            // UTF-7.
            return false;
        }
    }
}
