using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Shell.Pages;

/// <summary>What an error page says.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Icon">Tabler icon.</param>
/// <param name="Head">What happened.</param>
/// <param name="Text">What it means and what to do.</param>
/// <param name="Number">The number to report; null when there is nothing to report.</param>
public sealed record ErrorPage(int Status, string Icon, string Head, string Text, string? Number = null);

/// <summary>Error pages in the look of the portal; no stack traces.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[BareForm]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class ErrorController : Controller
{
    /// <summary>Shown in place of the page that failed.</summary>
    [Route("/error/{status:int}")]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    public IActionResult Show(int status)
    {
        Response.StatusCode = status is >= 400 and < 600 ? status : 404;
        if (!WantsPage()) return new EmptyResult();
        return View("~/Views/Shared/Error.cshtml", Page(Response.StatusCode));
    }

    private bool WantsPage() =>
        Request.Headers.Accept.Count == 0 || Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) || Request.Headers.Accept.ToString() == "*/*";

    private ErrorPage Page(int status) => status switch
    {
        400 => new(400, "clock-x", "This form is no longer valid", "The page was open too long, or it was opened by another user name. Nothing was changed. Go back, load the page again and repeat the last step."),
        403 when HttpContext.Refusal() is { } words => new(403, "lock", "This is somebody else’s", words),
        403 => new(403, "lock", "You may not open this page", "It is for administrators of this portal. Ask one of them to do it for you, or to give you the role."),
        404 => new(404, "map-off", "There is nothing at this address", "It may have been deleted, or the link is not complete. Nothing was changed."),
        413 => new(413, "file-alert", "The file is too large", "Nothing was read. Split the file, or ask the administrator to raise the limit."),
        415 => new(415, "file-alert", "The request was not understood", "It came in a form or with characters that are not read here. Nothing was changed."),
        429 => new(429, "hourglass", "Too many tries", "Wait a minute, then try again. Nothing was changed."),
        >= 500 => new(status, "alert-circle", "The portal could not do this", "The error is in the log under the number below. Sending is not affected, and what was saved before stays saved. Try again; report the number when it happens again.", Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier),
        _ => new(status, "alert-circle", "This did not work", "The request was not understood. Nothing was changed."),
    };
}
