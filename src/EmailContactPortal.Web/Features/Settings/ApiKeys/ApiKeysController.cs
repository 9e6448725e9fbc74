using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Settings.ApiKeys;

/// <summary>Keys with which programs use the REST API.</summary>
[Authorize(Policy = Policies.Admin)]
[Route("/settings/api-keys")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class ApiKeysController(ApiKeyQueries queries, ApiKeyCommands commands) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> List(CancellationToken cancellationToken) =>
        View(new ApiKeyPage(await queries.ListAsync(cancellationToken), new ApiKeyForm()));

    /// <summary>Answers with the page itself and no redirect: the key is nowhere but in this answer.</summary>
    [HttpPost("")]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    public async Task<IActionResult> Create([Bind(Prefix = "Form")] ApiKeyForm form, CancellationToken cancellationToken)
    {
        var made = await commands.CreateAsync(form, User.Id(), cancellationToken);
        var accepted = ModelState.Accepts(made, "Form");
        var keys = await queries.ListAsync(cancellationToken);
        if (!accepted) return View("List", new ApiKeyPage(keys, form));
        ModelState.Clear();
        return View("List", new ApiKeyPage(keys, new ApiKeyForm(), made.Value));
    }

    [HttpPost("{id:int}/revoke")]
    public async Task<IActionResult> Revoke(int id, CancellationToken cancellationToken)
    {
        var result = await commands.RevokeAsync(id, cancellationToken);
        if (result.Succeeded) this.Done(Words.Of("The key is revoked. Programs that use it are refused from now on."));
        else this.Refused(result);
        return RedirectToAction(nameof(List));
    }
}
