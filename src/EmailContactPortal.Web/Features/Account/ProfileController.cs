using EmailContactPortal.Data.Accounts;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Account;

/// <summary>The signed-in person's own account.</summary>
[Authorize]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class ProfileController(ProfileCommands commands, UserManager<PortalUser> users) : Controller
{
    [HttpGet("/account/profile")]
    public async Task<IActionResult> Show() => View("Profile", await PageAsync(await MeAsync()));

    [HttpPost("/account/profile")]
    public async Task<IActionResult> Save([Bind(Prefix = "Profile")] ProfileForm form)
    {
        var me = await MeAsync();
        if (!ModelState.IsValid || !ModelState.Accepts(await commands.SaveAsync(me, form), "Profile"))
            return View("Profile", await PageAsync(me, form));
        this.Done(Words.Of("Profile saved."));
        return RedirectToAction(nameof(Show));
    }

    [HttpPost("/account/password")]
    public async Task<IActionResult> ChangePassword([Bind(Prefix = "Password")] PasswordForm form)
    {
        var me = await MeAsync();
        if (!ModelState.IsValid || !ModelState.Accepts(await commands.ChangePasswordAsync(me, form), "Password"))
            return View("Profile", await PageAsync(me));
        this.Done(Words.Of("Password changed. Other browsers have to sign in again."));
        return RedirectToAction(nameof(Show));
    }

    [HttpPost("/account/theme")]
    public async Task<IActionResult> ChangeTheme(string? theme, string? returnUrl)
    {
        await commands.ChangeThemeAsync(await MeAsync(), theme);
        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
    }

    [HttpGet("/account/two-factor")]
    public async Task<IActionResult> TwoFactor() =>
        (await MeAsync()).TwoFactorEnabled ? RedirectToAction(nameof(Show)) : View("TwoFactor", new TwoFactorForm());

    /// <summary>Answers with the page itself and no redirect: the key is nowhere but in this answer.</summary>
    [HttpPost("/account/two-factor/key")]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    public async Task<IActionResult> NewKey(CancellationToken cancellationToken)
    {
        var made = await commands.NewKeyAsync(await MeAsync(), cancellationToken);
        if (made.Succeeded) return View("TwoFactor", made.Value);
        this.Refused(made);
        return RedirectToAction(nameof(Show));
    }

    [HttpPost("/account/two-factor")]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    public async Task<IActionResult> SwitchOn(TwoFactorForm form)
    {
        var answer = new TwoFactorForm();
        if (!ModelState.IsValid) return View("TwoFactor", answer);
        var codes = await commands.SwitchOnAsync(await MeAsync(), form.Code);
        return ModelState.Accepts(codes) ? View("RecoveryCodes", codes.Value) : View("TwoFactor", answer);
    }

    [HttpPost("/account/two-factor/codes")]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    public async Task<IActionResult> NewCodes(ProofForm proof)
    {
        var codes = await commands.NewRecoveryCodesAsync(await MeAsync(), proof);
        if (codes.Succeeded) return View("RecoveryCodes", codes.Value);
        this.Refused(codes);
        return RedirectToAction(nameof(Show));
    }

    [HttpPost("/account/two-factor/off")]
    public async Task<IActionResult> SwitchOff(ProofForm proof)
    {
        var result = await commands.SwitchOffAsync(await MeAsync(), proof);
        if (result.Succeeded) this.Done(Words.Of("Signing in needs only the password again."));
        else this.Refused(result);
        return RedirectToAction(nameof(Show));
    }

    private async Task<PortalUser> MeAsync() =>
        await users.GetUserAsync(User) ?? throw new InvalidOperationException("The signed-in user does not exist.");

    private async Task<ProfilePage> PageAsync(PortalUser me, ProfileForm? form = null) => new()
    {
        Email = me.Email!,
        Profile = form ?? new ProfileForm { FullName = me.FullName, TimeZone = me.TimeZone, Language = me.Language, Theme = me.Theme },
        TwoFactor = me.TwoFactorEnabled,
        RecoveryCodesLeft = me.TwoFactorEnabled ? await users.CountRecoveryCodesAsync(me) : 0,
    };
}
