using System.Text.Encodings.Web;
using EmailContactPortal.Data.Accounts;
using EmailContactPortal.Domain;
using EmailContactPortal.Web.Features.Account.SigningIn;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Shell.Times;
using Microsoft.AspNetCore.Identity;
using QRCoder;

namespace EmailContactPortal.Web.Features.Account;

/// <summary>What people may change about their own account; each change renews the cookie, so that it shows at once.</summary>
internal sealed class ProfileCommands(
    UserManager<PortalUser> users, SignInManager<PortalUser> signIn, PasswordCheck passwords, SiteName site)
{
    private const int RecoveryCodes = 10;

    public async Task<Result> SaveAsync(PortalUser user, ProfileForm form)
    {
        if (TimeZones.Find(form.TimeZone) is null) return Problem.Invalid("profile.zone").At(nameof(form.TimeZone));
        user.FullName = Text.OneLine(form.FullName);
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
        if (!passwords.Proves(signIn.Context, user, form.Current))
            return Problem.Invalid("account.PasswordMismatch").At(nameof(form.Current));
        var result = await users.ChangePasswordAsync(user, form.Current, form.New);
        if (result.Succeeded) await signIn.RefreshSignInAsync(user);
        return IdentityWords.ToResult(
            result, code => code == nameof(IdentityErrorDescriber.PasswordMismatch) ? nameof(form.Current) : nameof(form.New));
    }

    /// <summary>
    /// A new key for the authenticator app, to be shown once; nothing changes at the sign-in until a code proves that the app has it.
    /// </summary>
    public async Task<Result<TwoFactorForm>> NewKeyAsync(PortalUser user, CancellationToken cancellationToken)
    {
        if (user.TwoFactorEnabled) return Problem.Conflict("profile.two-factor-on.key");
        await users.ResetAuthenticatorKeyAsync(user);
        await signIn.RefreshSignInAsync(user);
        var key = (await users.GetAuthenticatorKeyAsync(user))!;
        var issuer = UrlEncoder.Default.Encode(await site.ReadAsync(cancellationToken));
        var link = $"otpauth://totp/{issuer}:{UrlEncoder.Default.Encode(user.Email!)}?secret={key}&issuer={issuer}&digits=6";
        using var code = QRCodeGenerator.GenerateQrCode(link, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(code);
        return new TwoFactorForm
        {
            Key = string.Join(' ', key.ToLowerInvariant().Chunk(4).Select(c => new string(c))),
            Link = link,
            Picture = Convert.ToBase64String(picture.GetGraphic(6)),
        };
    }

    /// <summary>Switches the second step on when <paramref name="code"/> proves that the app works; gives the recovery codes.</summary>
    public async Task<Result<IReadOnlyList<string>>> SwitchOnAsync(PortalUser user, string code)
    {
        if (user.TwoFactorEnabled) return Problem.Conflict("profile.two-factor-on");
        var digits = code.Replace(" ", "", StringComparison.Ordinal);
        if (!await users.VerifyTwoFactorTokenAsync(user, TokenOptions.DefaultAuthenticatorProvider, digits))
        {
            return Problem.Invalid("profile.code").At(nameof(TwoFactorForm.Code));
        }

        await users.SetTwoFactorEnabledAsync(user, true);
        return await NewRecoveryCodesAsync(user);
    }

    /// <summary>New recovery codes for who knows the password.</summary>
    public async Task<Result<IReadOnlyList<string>>> NewRecoveryCodesAsync(PortalUser user, ProofForm proof) =>
        !user.TwoFactorEnabled ? Problem.Conflict("profile.two-factor-off")
        : passwords.Proves(signIn.Context, user, proof.Password) ? await NewRecoveryCodesAsync(user)
        : Problem.Invalid("profile.password");

    /// <summary>Switches the second step off and forgets the key, for who knows the password and has a code.</summary>
    public async Task<Result> SwitchOffAsync(PortalUser user, ProofForm proof)
    {
        if (!user.TwoFactorEnabled) return Result.Ok;
        if (!passwords.Proves(signIn.Context, user, proof.Password)) return Problem.Invalid("profile.password");
        var code = proof.Code?.Replace(" ", "", StringComparison.Ordinal) ?? "";
        var isRight = await users.VerifyTwoFactorTokenAsync(user, TokenOptions.DefaultAuthenticatorProvider, code)
            || (code.Length > 6 && (await users.RedeemTwoFactorRecoveryCodeAsync(user, code)).Succeeded);
        if (!isRight) return Problem.Invalid("profile.code.off");
        await users.SetTwoFactorEnabledAsync(user, false);
        await users.ResetAuthenticatorKeyAsync(user);
        await signIn.RefreshSignInAsync(user);
        return Result.Ok;
    }

    private async Task<Result<IReadOnlyList<string>>> NewRecoveryCodesAsync(PortalUser user)
    {
        var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes);
        await signIn.RefreshSignInAsync(user);
        return codes!.ToList();
    }

    private async Task<Result> UpdateAsync(PortalUser user)
    {
        var result = await users.UpdateAsync(user);
        if (result.Succeeded) await signIn.RefreshSignInAsync(user);
        return IdentityWords.ToResult(result, _ => null);
    }

    private static string? ThemeOrNull(string? theme) => theme is "light" or "dark" ? theme : null;
}
