using EmailContactPortal.Data.Accounts;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Features.Account.SigningIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Account;

/// <summary>In and out of the portal.</summary>
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class SignInController(
    SignInManager<PortalUser> signIn, PasswordCheck passwords, KnownBrowser browsers, SignInThrottle throttle,
    TimeProvider time) : Controller
{
    private static string NoMatch =>
        Words.Of(
            "The address and password do not match, or the account is not active. After 5 wrong passwords in a row an address waits 15 "
                + "minutes.");

    [AllowAnonymous]
    [HttpGet("/account/sign-in")]
    public IActionResult Show(string? returnUrl) =>
        User.Identity?.IsAuthenticated == true ? Back(returnUrl) : View("SignIn", new SignInForm { ReturnUrl = returnUrl });

    [AllowAnonymous]
    [HttpPost("/account/sign-in")]
    public async Task<IActionResult> SignIn(SignInForm form)
    {
        if (!ModelState.IsValid) return View("SignIn", form);
        var (user, tooOften) = await passwords.FindAsync(HttpContext, form.Email, form.Password);
        if (user is not null)
        {
            var result = await signIn.PasswordSignInAsync(user, form.Password, form.Stay, lockoutOnFailure: false);
            if (result.Succeeded) return await Welcome(user, form.ReturnUrl);
            if (result.RequiresTwoFactor) return RedirectToAction(nameof(SecondStep), new { form.Stay, form.ReturnUrl });
        }

        if (tooOften) Response.StatusCode = StatusCodes.Status429TooManyRequests;
        ModelState.AddModelError(
            "", tooOften ? Words.Of("Too many wrong passwords came from your network. Wait 15 minutes, then try again.") : NoMatch);
        return View("SignIn", form);
    }

    [AllowAnonymous]
    [HttpGet("/account/sign-in/code")]
    public async Task<IActionResult> SecondStep(bool stay, string? returnUrl) =>
        await signIn.GetTwoFactorAuthenticationUserAsync() is null
            ? RedirectToAction(nameof(Show), new { returnUrl })
            : View("SecondStep", new SecondStepForm { Stay = stay, ReturnUrl = returnUrl });

    [AllowAnonymous]
    [HttpPost("/account/sign-in/code")]
    public async Task<IActionResult> SecondStep(SecondStepForm form)
    {
        var user = await signIn.GetTwoFactorAuthenticationUserAsync();
        if (user is null) return RedirectToAction(nameof(Show), new { form.ReturnUrl });
        if (!ModelState.IsValid) return View("SecondStep", form);
        var code = form.Code.Replace(" ", "", StringComparison.Ordinal);
        var (caller, account) = (HttpContext.Connection.RemoteIpAddress, "code:" + user.UserName);
        var result = throttle.Take(caller, account, known: null) != Throttled.No ? Microsoft.AspNetCore.Identity.SignInResult.LockedOut
            : code.Length == 6 && code.All(char.IsAsciiDigit)
            ? await signIn.TwoFactorAuthenticatorSignInAsync(code, form.Stay, rememberClient: false)
            : await signIn.TwoFactorRecoveryCodeSignInAsync(code);
        if (result.Succeeded)
        {
            throttle.Forget(caller, account, known: null);
            return await Welcome(user, form.ReturnUrl);
        }

        ModelState.AddModelError(
            nameof(form.Code),
            result.IsLockedOut
                ? Words.Of("Too many wrong codes. This address waits 15 minutes.")
                : Words.Of(
                    "The code is not right, or was used already. Codes change every 30 seconds; check that the clock of your phone is "
                        + "right."));
        return View("SecondStep", form);
    }

    [Authorize]
    [HttpPost("/account/sign-out")]
    public new async Task<IActionResult> SignOut()
    {
        await signIn.SignOutAsync();
        return RedirectToAction(nameof(Show));
    }

    private async Task<IActionResult> Welcome(PortalUser user, string? returnUrl)
    {
        user.LastSignInAt = time.GetUtcNow().UtcDateTime;
        await signIn.UserManager.UpdateAsync(user);
        browsers.Remember(HttpContext, user);
        return Back(returnUrl);
    }

    /// <summary>Only addresses of this portal; anything else goes Home.</summary>
    private LocalRedirectResult Back(string? returnUrl) => LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
}
