using System.Text.Encodings.Web;
using EmailContactPortal.Data.Accounts;
using EmailContactPortal.Domain;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Shell.Times;
using Microsoft.AspNetCore.Identity;

namespace EmailContactPortal.Web.Features.Account;

/// <summary>What people may change about their own account; each change renews the cookie, so that it shows at once.</summary>
public sealed class ProfileCommands(UserManager<PortalUser> users, SignInManager<PortalUser> signIn, SiteName site)
{
    private const int RecoveryCodes = 10;

    public async Task<Result> SaveAsync(PortalUser user, ProfileForm form)
    {
        if (TimeZones.Find(form.TimeZone) is null) return Result.No("profile.zone", "This time zone is not known.", nameof(form.TimeZone));
        user.FullName = form.FullName.Trim();
        user.TimeZone = form.TimeZone;
        user.Theme = ThemeOrNull(form.Theme);
        return await UpdateAsync(user);
    }

    public async Task<Result> ChangeThemeAsync(PortalUser user, string? theme)
    {
        user.Theme = ThemeOrNull(theme);
        return await UpdateAsync(user);
    }

    public async Task<Result> ChangePasswordAsync(PortalUser user, PasswordForm form)
    {
        var result = await users.ChangePasswordAsync(user, form.Current, form.New);
        if (result.Succeeded) await signIn.RefreshSignInAsync(user);
        return IdentityWords.ToResult(result, code => code == nameof(IdentityErrorDescriber.PasswordMismatch) ? nameof(form.Current) : nameof(form.New));
    }

    /// <summary>The key for the authenticator app, made when there is none.</summary>
    public async Task<TwoFactorForm> SetUpAsync(PortalUser user, CancellationToken cancellationToken)
    {
        var key = await users.GetAuthenticatorKeyAsync(user);
        if (string.IsNullOrEmpty(key))
        {
            await users.ResetAuthenticatorKeyAsync(user);
            await signIn.RefreshSignInAsync(user);
            key = (await users.GetAuthenticatorKeyAsync(user))!;
        }

        var issuer = UrlEncoder.Default.Encode(await site.ReadAsync(cancellationToken));
        return new TwoFactorForm
        {
            Key = string.Join(' ', key.ToLowerInvariant().Chunk(4).Select(c => new string(c))),
            Link = $"otpauth://totp/{issuer}:{UrlEncoder.Default.Encode(user.Email!)}?secret={key}&issuer={issuer}&digits=6",
        };
    }

    /// <summary>Switches the second step on when <paramref name="code"/> proves that the app works; gives the recovery codes.</summary>
    public async Task<Result<IReadOnlyList<string>>> SwitchOnAsync(PortalUser user, string code)
    {
        var digits = code.Replace(" ", "", StringComparison.Ordinal);
        if (!await users.VerifyTwoFactorTokenAsync(user, TokenOptions.DefaultAuthenticatorProvider, digits))
        {
            return Result<IReadOnlyList<string>>.No("profile.code", "The code is not right. Codes change every 30 seconds; check that the clock of your phone is right.", nameof(TwoFactorForm.Code));
        }

        await users.SetTwoFactorEnabledAsync(user, true);
        return await NewRecoveryCodesAsync(user);
    }

    public async Task<Result<IReadOnlyList<string>>> NewRecoveryCodesAsync(PortalUser user)
    {
        var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes);
        await signIn.RefreshSignInAsync(user);
        return codes!.ToList();
    }

    /// <summary>Switches the second step off and forgets the key.</summary>
    public async Task SwitchOffAsync(PortalUser user)
    {
        await users.SetTwoFactorEnabledAsync(user, false);
        await users.ResetAuthenticatorKeyAsync(user);
        await signIn.RefreshSignInAsync(user);
    }

    private async Task<Result> UpdateAsync(PortalUser user)
    {
        var result = await users.UpdateAsync(user);
        if (result.Succeeded) await signIn.RefreshSignInAsync(user);
        return IdentityWords.ToResult(result, _ => null);
    }

    private static string? ThemeOrNull(string? theme) => theme is "light" or "dark" ? theme : null;
}
