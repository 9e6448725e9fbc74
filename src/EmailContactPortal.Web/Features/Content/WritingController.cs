using EmailContactPortal.Data;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Sending.Composing;
using EmailContactPortal.Sending.Delivering;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Startup;
using EmailContactPortal.Web.Startup.Settings;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Web.Features.Content;

/// <summary>
/// What the editor asks while somebody writes: findings, the email as one recipient sees it, people to preview as, a test message. Changes
/// nothing.
/// </summary>
[Authorize(Policy = Policies.Marketer)]
[Route("/content/writing")]
[ApiExplorerSettings(IgnoreApi = true)]
[RequestFormLimits(ValueLengthLimit = 16_000_000)]
internal sealed class WritingController(PortalContext db, EmailFields fields, IOptions<PortalOptions> portal) : Controller
{
    [HttpPost("check")]
    public async Task<IActionResult> Check(EmailForm form, CancellationToken cancellationToken)
    {
        ModelState.Clear();
        return PartialView(
            "_Findings", TemplateChecker.Check(SourceOf(form), await FieldNames.KeysAsync(db, null, cancellationToken), cancellationToken));
    }

    [HttpPost("preview")]
    public async Task<IActionResult> Preview(
        EmailForm form, long? personId, bool asText, bool asSubject, bool dark, CancellationToken cancellationToken)
    {
        ModelState.Clear();
        var compiled = EmailCompiler.Compile(
            SourceOf(form), new CompileOptions(portal.Value.PublicUrl) { Tracks = false }, cancellationToken);
        var rendered = compiled.Succeeded ? compiled.Value.Preview(await fields.PersonAsync(personId, cancellationToken)) : null;
        if (asSubject) return Json(new { subject = rendered?.Subject ?? form.Subject, sender = rendered?.SenderName ?? form.SenderName });

        Response.Headers.ContentSecurityPolicy = SecurityHeaders.Mail;
        var html = rendered is null
            ? MailFrame.Broken(compiled.Problems[0].Message)
            : asText ? MailFrame.Text(rendered.Text, dark) : MailFrame.Html(rendered.Html, dark);
        return Content(html, "text/html; charset=utf-8");
    }

    /// <summary>Sends what is written now to one address; the only thing here that leaves the portal.</summary>
    [HttpPost("test")]
    public async Task<IActionResult> SendTest(
        [FromServices] TestSender tests, EmailForm form, long? personId, string? to, CancellationToken cancellationToken)
    {
        ModelState.Clear();
        var result = await tests.SendAsync(
            SourceOf(form), await fields.PersonAsync(personId, cancellationToken), to ?? "", cancellationToken);
        return result.Succeeded
            ? Json(new { message = Words.Of("Sent to {0}. Its links are not tracked.", to?.Trim()) })
            : result.ForScript();
    }

    [HttpGet("people")]
    public async Task<IActionResult> People(int group, string? q, CancellationToken cancellationToken) =>
        Json(await fields.PeopleAsync(group, q, cancellationToken));

    private static EmailSource SourceOf(EmailForm form)
    {
        ContentController.Normalize(form);
        return new EmailSource(
            form.Subject, form.SenderName, form.SenderAddress, string.IsNullOrWhiteSpace(form.ReplyTo) ? null : form.ReplyTo, form.Html,
            form.Text);
    }
}
