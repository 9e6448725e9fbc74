using EmailContactPortal.Domain;
using Microsoft.AspNetCore.Identity;

namespace EmailContactPortal.Web.Shell;

/// <summary>The framework's refusals in the portal's words.</summary>
internal static class IdentityWords
{
    public static Result ToResult(IdentityResult result, Func<string, string?> field) =>
        Result.From([.. result.Errors.Select(e => new Problem("account." + e.Code, Words(e), field(e.Code)))]);

    private static string Words(IdentityError error) => error.Code switch
    {
        nameof(IdentityErrorDescriber.PasswordMismatch) => "This is not your present password.",
        nameof(IdentityErrorDescriber.PasswordTooShort) => "The password is too short; write at least 10 characters.",
        nameof(IdentityErrorDescriber.PasswordRequiresUniqueChars) => "The password repeats too few characters; use at least 4 different ones.",
        nameof(IdentityErrorDescriber.DuplicateUserName) or nameof(IdentityErrorDescriber.DuplicateEmail) => "Another user has this address.",
        nameof(IdentityErrorDescriber.ConcurrencyFailure) => "Somebody else changed this user in the meantime. Load the page again and repeat the change.",
        _ => error.Description,
    };
}
