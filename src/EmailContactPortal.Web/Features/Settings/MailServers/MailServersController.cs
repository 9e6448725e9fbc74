using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Sending.Connecting;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Settings.MailServers;

/// <summary>The servers that take the portal's mail.</summary>
[Authorize(Policy = Policies.Admin)]
[Route("/settings/mail-servers")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class MailServersController(MailServerQueries queries, MailServerCommands commands, MailServerTrials trials) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> List(CancellationToken cancellationToken) => View(await queries.ListAsync(cancellationToken));

    [HttpGet("new")]
    public IActionResult New() => View("Edit", new MailServerForm { IsEnabled = true });

    [HttpPost("new")]
    public Task<IActionResult> New(MailServerForm form, CancellationToken cancellationToken) => SaveAsync(0, form, cancellationToken);

    [HttpGet("{id:int}")]
    public async Task<IActionResult> Edit(int id, [FromQuery] ProtocolLogFilter filter, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, filter, cancellationToken) is { } form ? View(form) : NotFound();

    [HttpPost("{id:int}")]
    public Task<IActionResult> Edit(int id, MailServerForm form, CancellationToken cancellationToken) =>
        SaveAsync(id, form, cancellationToken);

    [HttpPost("{id:int}/delete")]
    public async Task<IActionResult> Delete(int id, CancellationToken cancellationToken)
    {
        var result = await commands.DeleteAsync(id, cancellationToken);
        if (result.Succeeded) this.Done(Words.Of("The mail server is deleted."));
        else this.Refused(result);
        return RedirectToAction(nameof(List));
    }

    private async Task<IActionResult> SaveAsync(int id, MailServerForm form, CancellationToken cancellationToken)
    {
        form.Id = id;
        if (!ModelState.IsValid || !ModelState.Accepts(await commands.SaveAsync(form, cancellationToken))) return View("Edit", form);
        var found = await trials.CheckAsync(form.Id, cancellationToken);
        this.Done(found is { Mark: CheckMark.Failed }
            ? Words.Of("{0} is saved, but it cannot be used: see the check.", form.Name)
            : Words.Of("{0} is saved, and it answers.", form.Name));
        return RedirectToAction(nameof(Edit), new { id = form.Id });
    }
}
