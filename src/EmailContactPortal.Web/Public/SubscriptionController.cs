using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Tracking.Subscriptions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Public;

/// <summary>The recipient's own page of one list type: GET shows, POST acts; the signed token is the right to do so, no cookie is asked for or set.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
[Route("u/{token}")]
public sealed class SubscriptionController(PublicToken tokens, SubscriptionChanges changes) : Controller
{
    [HttpGet, HttpHead]
    public async Task<IActionResult> Show(string token, CancellationToken cancellationToken) =>
        await FindAsync(token, cancellationToken) is { } found ? View("Subscription", found) : Gone();

    [HttpPost]
    [RequestSizeLimit(16 * 1024)]
    public async Task<IActionResult> Act(string token, CancellationToken cancellationToken)
    {
        if (!tokens.TryRead(token, TokenScope.Subscription, out var delivery, out _)) return Gone();
        var form = Request.HasFormContentType ? await Request.ReadFormAsync(cancellationToken) : FormCollection.Empty;
        var from = new ActedFrom(HttpContext.Connection.RemoteIpAddress?.ToString(), Request.Headers.UserAgent);
        var back = form["action"] == "subscribe";

        // RFC 8058: the mail program asks once, follows nothing and shows nothing.
        var oneClick = form["List-Unsubscribe"] == "One-Click";
        var source = oneClick ? ConsentSource.OneClick : ConsentSource.Page;
        var found = back && !oneClick
            ? await changes.ResubscribeAsync(delivery, source, from, cancellationToken)
            : await changes.UnsubscribeAsync(delivery, source, from, cancellationToken);
        if (!found) return Gone();
        return oneClick ? Content("Unsubscribed.") : Redirect($"/u/{token}{(back ? "?back=1" : "")}");
    }

    private async Task<Subscription?> FindAsync(string token, CancellationToken cancellationToken) =>
        tokens.TryRead(token, TokenScope.Subscription, out var delivery, out _) ? await changes.FindAsync(delivery, cancellationToken) : null;

    private ViewResult Gone()
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return View("Gone", GoneLink.Subscription);
    }
}
