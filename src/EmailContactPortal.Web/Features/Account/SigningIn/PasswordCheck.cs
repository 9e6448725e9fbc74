using EmailContactPortal.Data.Accounts;
using Microsoft.AspNetCore.Identity;

namespace EmailContactPortal.Web.Features.Account.SigningIn;

/// <summary>
/// Whether a password is right. Takes the same time and says the same for accounts that exist, do not exist, wait or are deactivated: one
/// hash is always computed, and nothing is written when it is wrong.
/// </summary>
internal sealed class PasswordCheck(UserManager<PortalUser> users, SignInThrottle throttle, KnownBrowser browsers)
{
    private static readonly PortalUser Nobody = new();

    /// <summary>A hash of nothing anybody knows, made once.</summary>
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<PortalUser>().HashPassword(
        Nobody, Guid.NewGuid().ToString()));

    /// <summary>The person whose password this is; null for everybody else, whatever the reason.</summary>
    public async Task<(PortalUser? User, bool FromHereTooOften)> FindAsync(HttpContext http, string email, string password)
    {
        var account = Domain.EmailAddress.Clean(email);
        var known = browsers.Find(http, account);
        using var turn = await throttle.OneByOneAsync(http.Connection.RemoteIpAddress, account, http.RequestAborted);
        var throttled = throttle.Take(http.Connection.RemoteIpAddress, account, known);
        if (throttled == Throttled.Caller) return (null, true);
        var user = await users.FindByNameAsync(account);
        var isRight = Verify(user, password);
        if (throttled != Throttled.No || user is not { IsActive: true } || !isRight) return (null, false);
        throttle.Forget(http.Connection.RemoteIpAddress, account, known);
        return (user, false);
    }

    /// <summary>Whether somebody who is signed in knows the password; wrong tries count like those at the sign-in.</summary>
    public bool Proves(HttpContext http, PortalUser user, string? password)
    {
        var known = browsers.Find(http, user.UserName!);
        var throttled = throttle.Take(http.Connection.RemoteIpAddress, user.UserName!, known);
        if (!Verify(user, password ?? "") || throttled != Throttled.No) return false;
        throttle.Forget(http.Connection.RemoteIpAddress, user.UserName!, known);
        return true;
    }

    private bool Verify(PortalUser? user, string password)
    {
        var isRight = users.PasswordHasher.VerifyHashedPassword(user ?? Nobody, user?.PasswordHash ?? NobodysHash.Value, password)
            != PasswordVerificationResult.Failed;
        return isRight && user?.PasswordHash is not null;
    }
}
