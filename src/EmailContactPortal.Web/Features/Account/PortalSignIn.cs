using System.Security.Claims;
using EmailContactPortal.Data.Accounts;
using EmailContactPortal.Web.Shell;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Web.Features.Account;

/// <summary>Lets only active people in.</summary>
public sealed class PortalSignIn(
    UserManager<PortalUser> users,
    IHttpContextAccessor http,
    IUserClaimsPrincipalFactory<PortalUser> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<PortalUser>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<PortalUser> confirmation)
    : SignInManager<PortalUser>(users, http, claims, options, logger, schemes, confirmation)
{
    public override async Task<bool> CanSignInAsync(PortalUser user) => user.IsActive && await base.CanSignInAsync(user);
}

/// <summary>Puts what every page needs of the profile into the cookie.</summary>
internal sealed class UserClaims(UserManager<PortalUser> users, RoleManager<IdentityRole<int>> roles, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<PortalUser, IdentityRole<int>>(users, roles, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(PortalUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(SignedInUser.FullNameClaim, user.FullName));
        identity.AddClaim(new Claim(SignedInUser.ZoneClaim, user.TimeZone));
        identity.AddClaim(new Claim(SignedInUser.ThemeClaim, user.Theme ?? ""));
        return identity;
    }
}
