using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Tracking.Hits;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Shell.Languages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Public;

/// <summary>The same personalised message in a browser.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ReadersLanguage]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
[Route("v/{token}")]
internal sealed class OnlineViewController(PublicToken tokens, HitRecorder recorder, OnlineViews views) : Controller
{
    [HttpGet, HttpHead]
    public async Task<IActionResult> Show(string token, CancellationToken cancellationToken)
    {
        if (!tokens.TryRead(token, TokenScope.View, out var delivery, out _)
            || await views.FindAsync(delivery, tracks: true, cancellationToken) is not { } email)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
            return View("Gone", GoneLink.OnlineView);
        }

        if (HttpMethods.IsGet(Request.Method)) await recorder.RecordAsync(TrackingKind.OnlineView, delivery, 0, Request.Headers.UserAgent);
        Response.Headers.ContentSecurityPolicy = SecurityHeaders.Mail;
        Response.Headers["X-Robots-Tag"] = "noindex";
        return Content(email.Html, "text/html; charset=utf-8");
    }
}
