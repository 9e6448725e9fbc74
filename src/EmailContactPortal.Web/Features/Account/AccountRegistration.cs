using EmailContactPortal.Data;
using EmailContactPortal.Data.Accounts;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

namespace EmailContactPortal.Web.Features.Account;

/// <summary>Sign-in, profile and the rights of the two roles.</summary>
internal static class AccountRegistration
{
    /// <summary>Wrong passwords in a row before an address has to wait.</summary>
    public const int TriesBeforeWaiting = 5;

    public static readonly TimeSpan Wait = TimeSpan.FromMinutes(15);

    public static IServiceCollection AddAccountFeature(this IServiceCollection services)
    {
        services.AddScoped<IUserConfirmation<PortalUser>, ActiveUsers>();
        services.AddIdentity<PortalUser, IdentityRole<int>>(Configure)
            .AddEntityFrameworkStores<PortalContext>()
            .AddClaimsPrincipalFactory<UserClaims>()
            .AddDefaultTokenProviders();

        // A deactivated or changed account loses its open sessions within a minute.
        services.Configure<SecurityStampValidatorOptions>(o => o.ValidationInterval = TimeSpan.FromMinutes(1));
        services.ConfigureApplicationCookie(Configure);
        services.Configure<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions>(IdentityConstants.TwoFactorUserIdScheme, o => o.Cookie.Name = "ecp-second-step");
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Marketer, p => p.RequireAuthenticatedUser().RequireRole(Roles.Marketer, Roles.Admin))
            .AddPolicy(Policies.Admin, p => p.RequireAuthenticatedUser().RequireRole(Roles.Admin))
            // An action that names no policy is not public by omission.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddScoped<ProfileCommands>();
        return services;
    }

    private static void Configure(IdentityOptions options)
    {
        options.User.RequireUniqueEmail = true;
        // The user name is the address; any address the portal can mail is allowed.
        options.User.AllowedUserNameCharacters = "";
        options.Password.RequiredLength = 10;
        options.Password.RequiredUniqueChars = 4;
        options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
        options.SignIn.RequireConfirmedAccount = true;
        options.Lockout.MaxFailedAccessAttempts = TriesBeforeWaiting;
        options.Lockout.DefaultLockoutTimeSpan = Wait;
    }

    private static void Configure(Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "ecp";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromDays(14);
        options.SlidingExpiration = true;
        options.LoginPath = "/account/sign-in";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
        options.Events.OnRedirectToLogin = context =>
        {
            // A script's request cannot follow a redirect to a form; it is told plainly.
            if (context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) || context.Request.Headers.Accept.Count == 0)
            {
                context.Response.Redirect(context.RedirectUri);
            }
            else
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            }

            return Task.CompletedTask;
        };
    }
}
