using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Shell.Listing;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Settings.Users;

/// <summary>People who may sign in.</summary>
[Authorize(Policy = Policies.Admin)]
[Route("/settings/users")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class UsersController(UserQueries queries, UserCommands commands) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> List(ListRequest request, CancellationToken cancellationToken) =>
        View(await queries.ListAsync(request, cancellationToken));

    [HttpGet("new")]
    public IActionResult New() => View("Edit", new UserForm { TimeZone = User.ZoneId() });

    [HttpPost("new")]
    public async Task<IActionResult> New(UserForm form)
    {
        form.Id = 0;
        if (!ModelState.IsValid || !ModelState.Accepts(await commands.CreateAsync(form))) return View("Edit", form);
        this.Done(Words.Of("{0} can sign in now.", form.FullName));
        return RedirectToAction(nameof(List));
    }

    [HttpGet("{id:int}")]
    public async Task<IActionResult> Edit(int id, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, cancellationToken) is { } form ? View(form) : NotFound();

    [HttpPost("{id:int}")]
    public async Task<IActionResult> Edit(int id, UserForm form)
    {
        form.Id = id;
        if (!ModelState.IsValid || !ModelState.Accepts(await commands.SaveAsync(form, User.Id()))) return View(form);
        this.Done(Words.Of("{0} saved.", form.FullName));
        return RedirectToAction(nameof(List));
    }

    [HttpPost("{id:int}/two-factor-off")]
    public async Task<IActionResult> SwitchTwoFactorOff(int id)
    {
        var result = await commands.SwitchTwoFactorOffAsync(id);
        if (result.Succeeded) this.Done(Words.Of("The second step is off; the password alone is enough."));
        else this.Refused(result);
        return RedirectToAction(nameof(Edit), new { id });
    }
}
