using System.Globalization;
using EmailContactPortal.Data.Accounts;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Startup.Settings;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Web.Features.Account.SigningIn;

/// <summary>
/// A cookie that says of a browser for which account it signed in before, so that strangers' wrong passwords do not hold its owner up. It
/// opens nothing by itself.
/// </summary>
internal sealed class KnownBrowser(IDataProtectionProvider protection, IOptions<PortalOptions> portal)
{
    private const string Cookie = "ecp-known";
    private static readonly TimeSpan Life = TimeSpan.FromDays(180);
    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("EmailContactPortal.KnownBrowser")
        .ToTimeLimitedDataProtector();

    /// <summary>The browser's name when it knows this account; null for a stranger.</summary>
    public string? Find(HttpContext context, string account)
    {
        if (context.Request.Cookies[Cookie] is not { Length: > 0 and < 2000 } cookie) return null;
        try
        {
            var parts = protector.Unprotect(cookie).Split(' ', 2);
            return parts.Length == 2 && parts[1] == Normal(account) ? parts[0] : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Remembers that the account signed in here.</summary>
    public void Remember(HttpContext context, PortalUser user)
    {
        if (Find(context, user.UserName!) is not null) return;
        context.Response.Cookies.Append(
            Cookie, protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{Guid.NewGuid():N} {Normal(user.UserName!)}"), Life),
            new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps || SecureTransport.IsSecure(portal.Value),
                Path = "/account",
                MaxAge = Life,
            });
    }

    private static string Normal(string account) => account.Trim().ToUpperInvariant();
}
