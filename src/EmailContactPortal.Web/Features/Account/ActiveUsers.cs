using System.Security.Claims;
using EmailContactPortal.Data.Accounts;
using EmailContactPortal.Web.Shell;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Web.Features.Account;

/// <summary>Lets only active people in.</summary>
internal sealed class ActiveUsers : IUserConfirmation<PortalUser>
{
    public Task<bool> IsConfirmedAsync(UserManager<PortalUser> manager, PortalUser user) => Task.FromResult(user.IsActive);
}

/// <summary>Puts what every page needs of the profile into the cookie.</summary>
internal sealed class UserClaims(UserManager<PortalUser> users, RoleManager<IdentityRole<int>> roles, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<PortalUser, IdentityRole<int>>(users, roles, options)
{
    /// <summary>Whether a cookie says of the profile what stands there now.</summary>
    public static bool AreOf(ClaimsPrincipal person, string fullName, string zone, string? theme) =>
        person.FindFirstValue(SignedInUser.FullNameClaim) == fullName && person.ZoneId() == zone
            && person.Theme() == (string.IsNullOrEmpty(theme) ? null : theme);

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(PortalUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(SignedInUser.FullNameClaim, user.FullName));
        identity.AddClaim(new Claim(SignedInUser.ZoneClaim, user.TimeZone));
        identity.AddClaim(new Claim(SignedInUser.ThemeClaim, user.Theme ?? ""));
        return identity;
    }
}
