using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Shell.Listing;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Settings.ListTypes;

/// <summary>List types, their subscription pages and their unsubscribed addresses.</summary>
[Authorize(Policy = Policies.Admin)]
[Route("/settings/list-types")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class ListTypesController(
    ListTypeQueries queries, ListTypeCommands commands, UnsubscribedCommands unsubscribed) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> List(ListRequest request, CancellationToken cancellationToken) =>
        View(await queries.ListAsync(request, cancellationToken));

    [HttpGet("new")]
    public IActionResult New() => Editor(new ListTypeForm());

    [HttpPost("new")]
    public async Task<IActionResult> New(ListTypeForm form, CancellationToken cancellationToken)
    {
        form.Id = 0;
        var made = await commands.CreateAsync(form, cancellationToken);
        if (!ModelState.Accepts(made)) return Editor(form);
        this.Done(Words.Of("{0} is made. Target groups can use it now.", form.Name));
        return RedirectToAction(nameof(List));
    }

    [HttpGet("{id:int}")]
    public async Task<IActionResult> Edit(int id, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, cancellationToken) is { } form ? Editor(form) : NotFound();

    [HttpPost("{id:int}")]
    public async Task<IActionResult> Edit(int id, ListTypeForm form, CancellationToken cancellationToken)
    {
        form.Id = id;
        if (!ModelState.Accepts(await commands.SaveAsync(form, cancellationToken))) return Editor(form);
        this.Done(Words.Of("{0} saved.", form.Name));
        return RedirectToAction(nameof(Edit), new { id });
    }

    [HttpPost("{id:int}/delete")]
    public async Task<IActionResult> Delete(int id, CancellationToken cancellationToken)
    {
        var result = await commands.DeleteAsync(id, cancellationToken);
        if (result.Succeeded) this.Done(Words.Of("The list type is deleted."));
        else this.Refused(result);
        return result.Succeeded ? RedirectToAction(nameof(List)) : RedirectToAction(nameof(Edit), new { id });
    }

    [HttpGet("{id:int}/unsubscribed")]
    public async Task<IActionResult> Unsubscribed(int id, ListRequest request, CancellationToken cancellationToken) =>
        await queries.UnsubscribedAsync(id, request, cancellationToken) is { } page ? View(page) : NotFound();

    [HttpGet("{id:int}/unsubscribed.csv")]
    public IActionResult Export(int id) =>
        new CsvResult($"unsubscribed-{id}.csv", ["email", "at", "source", "reason"], queries.AllAsync(id));

    [HttpPost("{id:int}/unsubscribed/add")]
    public async Task<IActionResult> Add(int id, UnsubscribeForm form, CancellationToken cancellationToken)
    {
        var result = await unsubscribed.AddAsync(
            id, form.Emails, form.Reason, ConsentSource.Person, User.Identity!.Name!, cancellationToken);
        if (result.Succeeded) this.Done(NewlyUnsubscribed(result.Value) + ".");
        else this.Refused(result);
        return RedirectToAction(nameof(Unsubscribed), new { id });
    }

    [HttpPost("{id:int}/unsubscribed/import")]
    public async Task<IActionResult> Import(int id, UnsubscribeForm form, CancellationToken cancellationToken)
    {
        await using var file = form.File?.OpenReadStream() ?? Stream.Null;
        var result = await unsubscribed.ImportAsync(id, file, form.Reason, User.Identity!.Name!, cancellationToken);
        if (result.Succeeded)
            this.Done(Words.Of(
                "{0} read: {1}, {2} no address.", Counted.Of(result.Value.Lines, "lines"), NewlyUnsubscribed(result.Value.Added),
                Words.Of(result.Value.Skipped == 1 ? "1 line has" : "{0:N0} lines have", result.Value.Skipped)));
        else this.Refused(result);
        return RedirectToAction(nameof(Unsubscribed), new { id });
    }

    [HttpPost("{id:int}/unsubscribed/{unsubscribeId:long}/remove")]
    public async Task<IActionResult> Remove(int id, long unsubscribeId, string? reason, CancellationToken cancellationToken)
    {
        var result = await unsubscribed.RemoveAsync(id, unsubscribeId, reason, User.Identity!.Name!, cancellationToken);
        if (result.Succeeded) this.Done(Words.Of("The person may be mailed again. Who did it and why is kept."));
        else this.Refused(result);
        return RedirectToAction(nameof(Unsubscribed), new { id });
    }

    private static string NewlyUnsubscribed(int count) =>
        count == 1 ? Words.Of("1 address is newly unsubscribed") : Words.Of("{0:N0} addresses are newly unsubscribed", count);

    private ViewResult Editor(ListTypeForm form)
    {
        Response.Headers.ContentSecurityPolicy = SecurityHeaders.Editor;
        return View("Edit", form);
    }
}
