using EmailContactPortal.Data.Accounts;
using EmailContactPortal.Domain.Access;
using Microsoft.AspNetCore.Identity;

namespace EmailContactPortal.Web.Features.Account.SigningIn;

/// <summary>Refuses weak passwords wherever one is set: first start, settings, profile, forgotten password.</summary>
internal sealed class PasswordRules : IPasswordValidator<PortalUser>
{
    public Task<IdentityResult> ValidateAsync(UserManager<PortalUser> manager, PortalUser user, string? password) =>
        Task.FromResult(WeakSecrets.Weakness(password ?? "", user.Email, user.FullName) is { } words
            ? IdentityResult.Failed(new IdentityError { Code = "PasswordWeak", Description = words })
            : IdentityResult.Success);
}
