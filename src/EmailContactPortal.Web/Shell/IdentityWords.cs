using EmailContactPortal.Domain;
using Microsoft.AspNetCore.Identity;

namespace EmailContactPortal.Web.Shell;

/// <summary>The framework's refusals in the portal's words.</summary>
internal static class IdentityWords
{
    public static Result ToResult(IdentityResult result, Func<string, string?> field) =>
        Result.From([.. result.Errors.Select(e => Of(e).At(field(e.Code)))]);

    private static Problem Of(IdentityError error) => error.Code switch
    {
        nameof(IdentityErrorDescriber.PasswordMismatch) => Problem.Invalid("account.PasswordMismatch"),
        nameof(IdentityErrorDescriber.PasswordTooShort) => Problem.Invalid("account.PasswordTooShort"),
        nameof(IdentityErrorDescriber.PasswordRequiresUniqueChars) => Problem.Invalid("account.PasswordRequiresUniqueChars"),
        nameof(IdentityErrorDescriber.DuplicateUserName) => Problem.Conflict("account.DuplicateUserName"),
        nameof(IdentityErrorDescriber.DuplicateEmail) => Problem.Conflict("account.DuplicateEmail"),
        nameof(IdentityErrorDescriber.ConcurrencyFailure) => Problem.Conflict("account.ConcurrencyFailure"),
        _ => Problem.Told("account." + error.Code, error.Description),
    };
}
