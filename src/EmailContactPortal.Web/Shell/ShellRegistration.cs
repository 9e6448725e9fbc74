using EmailContactPortal.Web.Shell.Languages;
using EmailContactPortal.Web.Shell.Listing;
using EmailContactPortal.Web.Shell.Live;
using EmailContactPortal.Web.Shell.Times;

namespace EmailContactPortal.Web.Shell;

/// <summary>What all pages share: layout, menu, time in the reader's zone, error pages, security headers.</summary>
internal static class ShellRegistration
{
    public static IServiceCollection AddShell(this IServiceCollection services, CookieSecurePolicy secure)
    {
        services.AddHttpContextAccessor();
        services.AddMemoryCache();
        services.Configure<Microsoft.AspNetCore.Mvc.CookieTempDataProviderOptions>(o => o.Cookie.SecurePolicy = secure);
        services.AddScoped<UserTime>();
        services.AddSingleton<SiteName>();
        services.AddSingleton<ScriptWords>();
        services.AddScoped<Menu>();
        services.AddSingleton<LivePages>();
        services.AddHostedService(s => s.GetRequiredService<LivePages>());
        services.AddScoped<ListMemory>();
        services.AddScoped<ListReading>();
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "ecp-form";
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.SecurePolicy = secure;
            o.HeaderName = "X-Form-Token";
        });
        return services;
    }

    /// <summary>Headers for everything; error pages for people, while the API words its own errors.</summary>
    public static IApplicationBuilder UseShell(this IApplicationBuilder app)
    {
        app.UseSecurityHeaders();
        app.UseWhen(
            context => !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase),
            pages =>
            {
                pages.UseExceptionHandler("/error/500");
                pages.UseStatusCodePagesWithReExecute("/error/{0}");
            });
        return app;
    }
}
