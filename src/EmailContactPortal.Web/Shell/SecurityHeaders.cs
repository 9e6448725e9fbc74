namespace EmailContactPortal.Web.Shell;

/// <summary>The headers that every answer carries; a page that needs another content policy sets its own before it writes.</summary>
internal static class SecurityHeaders
{
    private const string Common = "object-src 'none'; base-uri 'none'; form-action 'self'";

    /// <summary>Our pages: nothing inline, nothing from elsewhere.</summary>
    public const string Strict =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src "
            + "'self'; frame-ancestors 'none'; " + Common;

    /// <summary>
    /// Pages with the visual editor: it writes style attributes and shows pictures from anywhere; scripts stay as strict.
    /// </summary>
    public const string Editor =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src * data: blob:; font-src 'self' data:; "
            + "connect-src 'self'; frame-src 'self'; frame-ancestors 'none'; " + Common;

    /// <summary>The scheduler's dashboard, which is not ours: its pages carry style attributes. Scripts stay as strict.</summary>
    public const string Dashboard = Strict + "; style-src-attr 'unsafe-inline'";

    /// <summary>
    /// A mail shown inside a frame of ours: its own styles and pictures; no style sheet from elsewhere, no script, no form, no way out.
    /// </summary>
    public const string Mail =
        "default-src 'none'; style-src 'unsafe-inline'; img-src * data:; font-src data:; frame-ancestors 'self'; base-uri 'none'; "
            + "form-action 'none'; sandbox allow-popups allow-popups-to-escape-sandbox";

    /// <summary>Adds the headers when the answer starts, so that error pages have them too.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        context.Response.OnStarting(static state =>
        {
            var answered = (HttpContext)state;
            Write(answered.Response.Headers);
            KeepOutOfCaches(answered);
            return Task.CompletedTask;
        }, context);
        return next(context);
    });

    /// <summary>Pages show what is so now: Back must ask again, and nobody finds them on a shared computer.</summary>
    private static void KeepOutOfCaches(HttpContext context)
    {
        var isPage = context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
        if (isPage && context.User.Identity?.IsAuthenticated == true) context.Response.Headers.CacheControl = "no-store";
    }

    private static void Write(IHeaderDictionary headers)
    {
        if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = Strict;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
    }
}
