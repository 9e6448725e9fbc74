using EmailContactPortal.Domain.Access;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Access;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Shell.Listing;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Content;

/// <summary>List, editor and commands that emails and templates share.</summary>
[Authorize(Policy = Policies.Marketer)]
[About(OwnedKind.Email)]
[ApiExplorerSettings(IgnoreApi = true)]
internal abstract class ContentController(EmailKind kind, EmailQueries queries, EmailCommands commands) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> List(ListRequest request, CancellationToken cancellationToken) =>
        View("List", await queries.ListAsync(kind, request, cancellationToken));

    [HttpGet("new")]
    public async Task<IActionResult> New(CancellationToken cancellationToken) =>
        View("New", await WithTemplatesAsync(new NewEmailForm(), cancellationToken));

    [HttpPost("new")]
    public async Task<IActionResult> New(NewEmailForm form, CancellationToken cancellationToken)
    {
        var made = await commands.CreateAsync(kind, form.Name, form.TemplateId, User.Id(), cancellationToken);
        return ModelState.Accepts(made)
            ? RedirectToAction(nameof(Edit), new { id = made.Value })
            : View("New", await WithTemplatesAsync(form, cancellationToken));
    }

    [HttpGet("{id:int}")]
    public async Task<IActionResult> Edit(int id, CancellationToken cancellationToken) => await EditorAsync(id, null, cancellationToken);

    [HttpPost("{id:int}")]
    [RequestFormLimits(ValueLengthLimit = 16_000_000)]
    public async Task<IActionResult> Edit(int id, EmailForm form, CancellationToken cancellationToken)
    {
        ModelState.Clear();
        Normalize(form);
        if (!ModelState.Accepts(await commands.SaveAsync(kind, id, form, cancellationToken)))
            return await EditorAsync(id, form, cancellationToken);
        return RedirectToAction(nameof(Edit), new { id });
    }

    [HttpPost("{id:int}/duplicate")]
    [About(OwnedKind.Email, OnlyReads = true)]
    public async Task<IActionResult> Duplicate(int id, CancellationToken cancellationToken)
    {
        var made = await commands.DuplicateAsync(kind, id, User.Id(), cancellationToken);
        if (!made.Succeeded) return NotFound();
        this.Done(Words.Of("Copied. The copy is not active yet."));
        return RedirectToAction(nameof(Edit), new { id = made.Value });
    }

    [HttpPost("{id:int}/delete")]
    public async Task<IActionResult> Delete(int id, CancellationToken cancellationToken)
    {
        var result = await commands.DeleteAsync(kind, id, cancellationToken);
        if (result.Succeeded)
        {
            this.Done("Deleted.");
            return RedirectToAction(nameof(List));
        }

        this.Refused(result);
        return RedirectToAction(nameof(Edit), new { id });
    }

    private async Task<IActionResult> EditorAsync(int id, EmailForm? typed, CancellationToken cancellationToken)
    {
        if (await queries.PageAsync(kind, id, typed, cancellationToken) is not { } page) return NotFound();
        Response.Headers.ContentSecurityPolicy = SecurityHeaders.Editor;
        return View("Edit", page);
    }

    private async Task<NewEmailForm> WithTemplatesAsync(NewEmailForm form, CancellationToken cancellationToken)
    {
        form.Kind = kind;
        form.Templates = await queries.TemplatesAsync(cancellationToken);
        return form;
    }

    /// <summary>A field that was not posted is an empty text for the rules.</summary>
    internal static void Normalize(EmailForm form) =>
        (form.Name, form.Subject, form.SenderName, form.SenderAddress, form.Html) =
        (form.Name ?? "", form.Subject ?? "", form.SenderName ?? "", form.SenderAddress ?? "", form.Html ?? "");
}

/// <summary>What campaigns send.</summary>
[Route("/content/emails")]
internal sealed class EmailsController(
    EmailQueries queries, EmailCommands commands) : ContentController(EmailKind.Email, queries, commands);

/// <summary>What new emails start from.</summary>
[Route("/content/templates")]
internal sealed class TemplatesController(
    EmailQueries queries, EmailCommands commands) : ContentController(EmailKind.Template, queries, commands);
