using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Settings.RecipientDomains;

/// <summary>How fast mail may go to each mailbox provider.</summary>
[Authorize(Policy = Policies.Admin)]
[Route("/settings/recipient-domains")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class RecipientDomainsController(DomainLimitQueries queries, DomainLimitCommands commands) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> List(CancellationToken cancellationToken) => View(await queries.ListAsync(cancellationToken));

    [HttpGet("new")]
    public IActionResult New() => View("Edit", new DomainLimitForm());

    [HttpPost("new")]
    public Task<IActionResult> New(DomainLimitForm form, CancellationToken cancellationToken) => SaveAsync(0, form, cancellationToken);

    [HttpGet("{id:int}")]
    public async Task<IActionResult> Edit(int id, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, cancellationToken) is { } form ? View(form) : NotFound();

    [HttpPost("{id:int}")]
    public Task<IActionResult> Edit(int id, DomainLimitForm form, CancellationToken cancellationToken) =>
        SaveAsync(id, form, cancellationToken);

    [HttpPost("{id:int}/delete")]
    public async Task<IActionResult> Delete(int id, CancellationToken cancellationToken)
    {
        var result = await commands.DeleteAsync(id, cancellationToken);
        if (result.Succeeded) this.Done(Words.Of("The limit is deleted. Its domains have none of their own any more."));
        else this.Refused(result);
        return RedirectToAction(nameof(List));
    }

    private async Task<IActionResult> SaveAsync(int id, DomainLimitForm form, CancellationToken cancellationToken)
    {
        form.Id = id;
        if (!ModelState.IsValid || !ModelState.Accepts(await commands.SaveAsync(form, cancellationToken))) return View("Edit", form);
        this.Done(Words.Of("{0} saved. Campaigns that are being sent take it over within some seconds.", form.Name));
        return RedirectToAction(nameof(List));
    }
}
