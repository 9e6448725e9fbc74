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
public sealed class MailCatcherController(CaughtMails mails) : Controller
{
    [HttpGet("")]
    public IActionResult List(ListRequest request)
    {
        var found = mails.Find(request.Words);
        var pages = Math.Max(1, (found.Count + ListRequest.PageSize - 1) / ListRequest.PageSize);
        var number = Math.Clamp(request.Page, 1, pages);
        var items = found.Skip((number - 1) * ListRequest.PageSize).Take(ListRequest.PageSize).ToList();
        return View(new CaughtList(request, new PageOf<CaughtMail>(items, number, ListRequest.PageSize, found.Count)));
    }

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

/// <summary>The list page.</summary>
public sealed record CaughtList(ListRequest Request, PageOf<CaughtMail> Rows);

/// <summary>One mail and what of it is shown: html, text, headers or source.</summary>
public sealed record CaughtMailPage(CaughtMailContent Mail, string Show);
