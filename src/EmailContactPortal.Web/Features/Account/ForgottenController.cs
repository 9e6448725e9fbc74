using System.Globalization;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Accounts;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Shell.Languages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Account;

/// <summary>A new password for who forgot theirs, by a link in a mail.</summary>
[AllowAnonymous]
[ApiExplorerSettings(IgnoreApi = true)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ForgottenController(PasswordResets resets, UserManager<PortalUser> users, PortalContext db) : Controller
{
    private const string Used = "This link was used already, or is older than an hour. Ask for a new one.";

    [HttpGet("/account/forgotten")]
    public async Task<IActionResult> Ask(CancellationToken cancellationToken) =>
        View("Forgotten", new ForgottenForm { CanBeMailed = await PasswordResets.CanBeMailedAsync(db, cancellationToken) });

    [HttpPost("/account/forgotten")]
    public async Task<IActionResult> Ask(ForgottenForm form, CancellationToken cancellationToken)
    {
        form.CanBeMailed = await PasswordResets.CanBeMailedAsync(db, cancellationToken);
        if (!form.CanBeMailed) return View("Forgotten", form);
        if (string.IsNullOrWhiteSpace(form.Email)) ModelState.AddModelError(nameof(form.Email), Words.Of("Write your e-mail address."));
        else if (!resets.Ask(HttpContext.Connection.RemoteIpAddress, form.Email, PageLanguage.OfBrowser(Request)))
            ModelState.AddModelError("", Words.Of("Too many tries from your network. Wait 15 minutes, then try again."));
        else form.IsSent = true;
        return View("Forgotten", form);
    }

    [HttpGet("/account/reset")]
    public async Task<IActionResult> Reset(int user, string? token)
    {
        var works = await FindAsync(user) is { } person
            && await users.VerifyUserTokenAsync(
                person, users.Options.Tokens.PasswordResetTokenProvider, UserManager<PortalUser>.ResetPasswordTokenPurpose, token ?? "");
        return View("Reset", new ResetForm { User = user, Token = token ?? "", Works = works });
    }

    [HttpPost("/account/reset")]
    public async Task<IActionResult> Reset(ResetForm form)
    {
        form.Works = true;
        if (!ModelState.IsValid) return View("Reset", form);
        if (await FindAsync(form.User) is not { } person) return View("Reset", Broken(form));
        var result = await users.ResetPasswordAsync(person, form.Token, form.New);
        if (result.Succeeded)
        {
            await users.SetLockoutEndDateAsync(person, null);
            this.Done(Words.Of("The new password is set. Sign in with it."));
            return Redirect("/account/sign-in");
        }

        if (result.Errors.Any(e => e.Code is nameof(IdentityErrorDescriber.InvalidToken)
            or nameof(IdentityErrorDescriber.ConcurrencyFailure))) return View(
            "Reset", Broken(form));
        ModelState.Accepts(IdentityWords.ToResult(result, _ => nameof(form.New)));
        return View("Reset", form);
    }

    private ResetForm Broken(ResetForm form)
    {
        form.Works = false;
        ModelState.AddModelError("", Used);
        return form;
    }

    private async Task<PortalUser?> FindAsync(int id) =>
        await users.FindByIdAsync(id.ToString(CultureInfo.InvariantCulture)) is { IsActive: true } user ? user : null;
}
