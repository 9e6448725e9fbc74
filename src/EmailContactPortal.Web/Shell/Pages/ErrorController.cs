using System.Diagnostics;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Shell.Languages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Shell.Pages;

/// <summary>What an error page says.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Icon">Tabler icon.</param>
/// <param name="Head">What happened.</param>
/// <param name="Text">What it means and what to do.</param>
/// <param name="Number">The number to report; null when there is nothing to report.</param>
internal sealed record ErrorPage(int Status, string Icon, string Head, string Text, string? Number = null);

/// <summary>Error pages in the look of the portal; no stack traces.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[BareForm]
[ReadersLanguage(ForVisitors = true)]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class ErrorController : Controller
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
        Request.Headers.Accept.Count == 0 || Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            || Request.Headers.Accept.ToString() == "*/*";

    private ErrorPage Page(int status) => status switch
    {
        400 =>
            new(
                400, "clock-x", Words.Of("This form is no longer valid"),
                Words.Of(
                    "The page was open too long, or it was opened by another user name. Nothing was changed. Go back, load the page "
                        + "again and repeat the last step.")),
        403 when HttpContext.Refusal() is { } problem => new(403, "lock", Words.Of("This is somebody else’s"), problem.Message),
        403 =>
            new(
                403, "lock", Words.Of("You may not open this page"),
                Words.Of("It is for administrators of this portal. Ask one of them to do it for you, or to give you the role.")),
        404 =>
            new(
                404, "map-off", Words.Of("There is nothing at this address"),
                Words.Of("It may have been deleted, or the link is not complete. Nothing was changed.")),
        413 =>
            new(
                413, "file-alert", Words.Of("The file is too large"),
                Words.Of("Nothing was read. Split the file, or ask the administrator to raise the limit.")),
        415 =>
            new(
                415, "file-alert", Words.Of("The request was not understood"),
                Words.Of("It came in a form or with characters that are not read here. Nothing was changed.")),
        429 => new(429, "hourglass", Words.Of("Too many tries"), Words.Of("Wait a minute, then try again. Nothing was changed.")),
        >= 500 =>
            new(
                status, "alert-circle", Words.Of("The portal could not do this"),
                Words.Of(
                    "The error is in the log under the number below. Sending is not affected, and what was saved before stays saved. Try "
                        + "again; report the number when it happens again."),
                        Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier),
        _ => new(status, "alert-circle", Words.Of("This did not work"), Words.Of("The request was not understood. Nothing was changed.")),
    };
}
