using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Startup;
using Hangfire;
using Microsoft.AspNetCore.Authorization;

namespace EmailContactPortal.Web.Jobs.Scheduler;

/// <summary>
/// The scheduler's own dashboard at <c>/hangfire</c>: for signed-in administrators; for everybody else there is nothing at this address.
/// </summary>
internal static class JobsDashboard
{
    private const string Path = "/hangfire";

    /// <summary>
    /// Must stand after authentication, which says who it is, and before authorization, which would send visitors to the sign-in.
    /// </summary>
    public static IApplicationBuilder UseJobsDashboard(this IApplicationBuilder app)
    {
        // The gate below is the authorization; the package's own answers 401, which says that there is something.
        var options = new DashboardOptions { Authorization = [], DisplayStorageConnectionString = false };
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase),
            dashboard =>
            {
                dashboard.Use((HttpContext context, RequestDelegate next) => LetInAsync(context, next, options));
                dashboard.UseHangfireDashboard(Path, options);
                dashboard.Run(NothingAsync);
            });
        return app;
    }

    private static async Task LetInAsync(HttpContext context, RequestDelegate next, DashboardOptions options)
    {
        var services = context.RequestServices;
        if (!(await services.GetRequiredService<IAuthorizationService>().AuthorizeAsync(context.User, Policies.Admin)).Succeeded)
        {
            await NothingAsync(context);
            return;
        }

        var site = await services.GetRequiredService<SiteName>().ReadAsync(context.RequestAborted);
        options.DashboardTitle = System.Net.WebUtility.HtmlEncode($"{site}: jobs");
        options.AppPath = context.Request.PathBase + "/settings/jobs";
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.Dashboard;
        await next(context);
    }

    private static Task NothingAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
