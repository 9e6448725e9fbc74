using EmailContactPortal.Web.Startup.Settings;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Web.Shell;

/// <summary>
/// What a portal at an https address asks of browsers: to come back by https only, and to send its cookies over nothing else.
/// </summary>
internal static class SecureTransport
{
    private const string AYear = "max-age=31536000";

    /// <summary>Whether people reach the portal by https, as its public address says.</summary>
    public static bool IsSecure(PortalOptions portal) => portal.PublicUrl.Scheme == Uri.UriSchemeHttps;

    /// <summary>How cookies are marked.</summary>
    public static CookieSecurePolicy Cookies(PortalOptions portal) =>
        IsSecure(portal) ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    /// <summary>Goes before everything that answers.</summary>
    public static IApplicationBuilder UseSecureTransport(this IApplicationBuilder app)
    {
        var portal = app.ApplicationServices.GetRequiredService<IOptions<PortalOptions>>().Value;
        if (!IsSecure(portal)) return app;
        return app.Use((context, next) =>
        {
            // Whoever came here came by https, whether or not the proxy says so: nobody else is told the address.
            context.Request.Scheme = Uri.UriSchemeHttps;
            context.Response.Headers.StrictTransportSecurity = AYear;
            return next(context);
        });
    }
}
