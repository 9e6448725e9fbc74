using EmailContactPortal.Data;
using EmailContactPortal.Data.Accounts;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Features.Account.SigningIn;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

namespace EmailContactPortal.Web.Features.Account;

/// <summary>Sign-in, profile and the rights of the two roles.</summary>
internal static class AccountRegistration
{
    /// <param name="services">The application's services.</param>
    /// <param name="secure">How cookies are marked.</param>
    public static IServiceCollection AddAccountFeature(this IServiceCollection services, CookieSecurePolicy secure)
    {
        services.AddScoped<IUserConfirmation<PortalUser>, ActiveUsers>();
        services.AddIdentity<PortalUser, IdentityRole<int>>(Configure)
            .AddEntityFrameworkStores<PortalContext>()
            .AddClaimsPrincipalFactory<UserClaims>()
            .AddPasswordValidator<PasswordRules>()
            .AddDefaultTokenProviders()
            .AddTokenProvider<OneTimeCodes>(TokenOptions.DefaultAuthenticatorProvider);
        services.Configure<DataProtectionTokenProviderOptions>(o => o.TokenLifespan = PasswordResets.Life);

        services.AddSingleton<Sessions>();
        services.AddSingleton<WatchedSessions>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<KnownBrowser>();
        services.AddScoped<PasswordCheck>();
        services.AddSingleton<PasswordResets>();
        services.AddHostedService(provider => provider.GetRequiredService<PasswordResets>());
        services.ConfigureApplicationCookie(Configure);
        services.ConfigureAll<CookieAuthenticationOptions>(o => o.Cookie.SecurePolicy = secure);
        services.Configure<CookieAuthenticationOptions>(IdentityConstants.TwoFactorUserIdScheme, o => o.Cookie.Name = "ecp-second-step");
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Marketer, p => p.RequireAuthenticatedUser().RequireRole(Roles.Marketer, Roles.Admin))
            .AddPolicy(Policies.Admin, p => p.RequireAuthenticatedUser().RequireRole(Roles.Admin))
            // An action that names no policy is not public by omission.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddScoped<ProfileCommands>();
        return services;
    }

    private static Sessions SessionsOf(HttpContext context) => context.RequestServices.GetRequiredService<Sessions>();

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var state = await SessionsOf(http).CheckAsync(context.Principal, context.Properties, http.RequestAborted);
        if (state == SessionState.Ended)
        {
            context.RejectPrincipal();
        }
        else if (state == SessionState.Stale)
        {
            var signIn = http.RequestServices.GetRequiredService<SignInManager<PortalUser>>();
            if (await signIn.UserManager.GetUserAsync(context.Principal!) is not { } user) return;
            context.ReplacePrincipal(await signIn.CreateUserPrincipalAsync(user));
            context.ShouldRenew = true;
        }
    }

    private static void Configure(IdentityOptions options)
    {
        options.User.RequireUniqueEmail = true;
        // The user name is the address; any address the portal can mail is allowed.
        options.User.AllowedUserNameCharacters = "";
        options.Password.RequiredLength = 10;
        options.Password.RequiredUniqueChars = 4;
        options.Password.RequireDigit =
            options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
        options.SignIn.RequireConfirmedAccount = true;
        // Of codes of the second step; passwords are counted by SignInThrottle.
        options.Lockout.MaxFailedAccessAttempts = SignInThrottle.PerPair;
        options.Lockout.DefaultLockoutTimeSpan = SignInThrottle.Wait;
    }

    private static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "ecp";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.ExpireTimeSpan = Sessions.Life;
        options.SlidingExpiration = true;
        options.LoginPath = "/account/sign-in";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnSigningIn = context => SessionsOf(context.HttpContext).BeginAsync(
            context.Properties, Shell.SignedInUser.Id(context.Principal!), context.HttpContext.RequestAborted);
        options.Events.OnSigningOut = async context =>
        {
            if (Sessions.IdOf((await context.HttpContext.AuthenticateAsync(IdentityConstants.ApplicationScheme)).Properties) is { } session)
                await SessionsOf(context.HttpContext).EndAsync(session);
        };
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
        options.Events.OnRedirectToLogin = context =>
        {
            // A script's request cannot follow a redirect to a form; it is told plainly.
            if (WantsPage(context.Request))
            {
                // Relative: the host that the request named is anybody's word.
                context.Response.Redirect(new Uri(context.RedirectUri).PathAndQuery);
            }
            else
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            }

            return Task.CompletedTask;
        };
    }

    // A browser that fetches for a script says so; whoever takes anything and says nothing (a command line, a link checker) is shown the
    // way.
    private static bool WantsPage(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        return accept.Length == 0 || accept.Contains("text/html", StringComparison.OrdinalIgnoreCase)
            || (accept.Contains("*/*", StringComparison.Ordinal) && request.Headers["Sec-Fetch-Mode"].ToString() is "" or "navigate");
    }
}
