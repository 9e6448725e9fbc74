using EmailContactPortal.Audience.Connections;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Settings.CrmConnections;

/// <summary>Connections to CRMs: list, settings, check.</summary>
[Authorize(Policy = Policies.Admin)]
[Route("/settings/crm-connections")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class CrmConnectionsController(
    CrmConnectionQueries queries, CrmConnectionCommands commands, CrmGateway gateway, CrmTrials trials) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> List(CancellationToken cancellationToken) => View(await queries.ListAsync(cancellationToken));

    [HttpGet("new")]
    public IActionResult New(string? kind, string? start) =>
        queries.New(kind, start) is { } page ? View("Edit", page) : View("Choose", queries.Kinds);

    [HttpPost("new")]
    public async Task<IActionResult> New([Bind(Prefix = "Form")] CrmConnectionForm form, CancellationToken cancellationToken)
    {
        form.Id = 0;
        var made = await commands.CreateAsync(form, cancellationToken);
        if (!ModelState.Accepts(made, "Form"))
            return queries.New(form) is { Kind: not null } page ? View("Edit", page) : View("Choose", queries.Kinds);
        await gateway.CheckAsync(made.Value, cancellationToken);
        return RedirectToAction(nameof(Edit), new { id = made.Value });
    }

    [HttpGet("{id:int}")]
    public async Task<IActionResult> Edit(int id, CancellationToken cancellationToken) =>
        await queries.PageAsync(id, null, cancellationToken) is { } page ? View(page) : NotFound();

    [HttpPost("{id:int}")]
    public async Task<IActionResult> Edit(int id, [Bind(Prefix = "Form")] CrmConnectionForm form, CancellationToken cancellationToken)
    {
        form.Id = id;
        if (!ModelState.Accepts(await commands.SaveAsync(form, cancellationToken), "Form"))
            return await queries.PageAsync(id, form, cancellationToken) is { } page ? View(page) : NotFound();
        return await Check(id, cancellationToken);
    }

    [HttpPost("new/try")]
    public Task<IActionResult> Try([Bind(Prefix = "Form")] CrmConnectionForm form, CancellationToken cancellationToken) =>
        Try(0, form, cancellationToken);

    [HttpPost("{id:int}/try")]
    public async Task<IActionResult> Try(int id, [Bind(Prefix = "Form")] CrmConnectionForm form, CancellationToken cancellationToken)
    {
        form.Id = id;
        var draft = await commands.DraftAsync(form, cancellationToken);
        if (ModelState.Accepts(draft, "Form"))
            return View("Trial", new TrialPage(draft.Value.Name, await trials.RunAsync(draft.Value, cancellationToken)));
        return id == 0
            ? View("Edit", queries.New(form))
            : await queries.PageAsync(id, form, cancellationToken) is { } page ? View("Edit", page) : NotFound();
    }

    [HttpPost("{id:int}/check")]
    public async Task<IActionResult> Check(int id, CancellationToken cancellationToken)
    {
        await gateway.CheckAsync(id, cancellationToken);
        return RedirectToAction(nameof(Edit), new { id });
    }

    [HttpPost("{id:int}/load")]
    public async Task<IActionResult> Load(int id, [Bind(Prefix = "Load")] CrmLoadForm form, CancellationToken cancellationToken)
    {
        var result = await commands.SaveLoadAsync(id, form, cancellationToken);
        if (!ModelState.Accepts(result, "Load"))
            return await queries.PageAsync(id, null, cancellationToken) is { } page ? View("Edit", page) : NotFound();
        this.Done(Words.Of("Saved. It acts from the next call on."));
        return RedirectToAction(nameof(Edit), new { id });
    }

    [HttpPost("{id:int}/delete")]
    public async Task<IActionResult> Delete(int id, CancellationToken cancellationToken)
    {
        var result = await commands.DeleteAsync(id, cancellationToken);
        if (result.Succeeded) this.Done(Words.Of("The connection is deleted."));
        else this.Refused(result);
        return result.Succeeded ? RedirectToAction(nameof(List)) : RedirectToAction(nameof(Edit), new { id });
    }
}
