using System.Text;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Sending.Catching;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Shell.Listing;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.MailCatcher;

/// <summary>The mail that the built-in sink took, for trying the portal without a mail server.</summary>
[Authorize(Policy = Policies.Marketer)]
[Route("/mail-catcher")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class MailCatcherController(CaughtMails mails, ListReading lists) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> List(ListRequest request, CancellationToken cancellationToken) =>
        View(await lists.PageAsync(CaughtList.Spec, request, mails.Find(request.Words), cancellationToken));

    [HttpGet("{id:long}")]
    public async Task<IActionResult> Mail(long id, [FromQuery] string? show, CancellationToken cancellationToken)
    {
        var mail = await mails.OpenAsync(id, cancellationToken);
        return mail is null ? NotFound() : View(new CaughtMailPage(mail, show ?? (mail.Html is null ? "text" : "html")));
    }

    /// <summary>The mail's HTML alone, for the sandboxed frame.</summary>
    [HttpGet("{id:long}/html")]
    public async Task<IActionResult> Html(long id, CancellationToken cancellationToken)
    {
        var mail = await mails.OpenAsync(id, cancellationToken);
        if (mail?.Html is null) return NotFound();
        Response.Headers.ContentSecurityPolicy = SecurityHeaders.Mail;
        return Content(mail.Html, "text/html", Encoding.UTF8);
    }

    [HttpGet("{id:long}/source")]
    public async Task<IActionResult> Source(long id, CancellationToken cancellationToken)
    {
        var mail = await mails.OpenAsync(id, cancellationToken);
        return mail is null ? NotFound() : File(Encoding.UTF8.GetBytes(mail.Source), "message/rfc822", $"{id}.eml");
    }

    [HttpPost("clear")]
    public IActionResult Clear()
    {
        mails.Clear();
        this.Done(Words.Of("All caught mail is deleted."));
        return RedirectToAction(nameof(List));
    }
}

/// <summary>One mail and what of it is shown: html, text, headers or source.</summary>
internal sealed record CaughtMailPage(CaughtMailContent Mail, string Show);
