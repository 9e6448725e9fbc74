using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Tracking.Subscriptions;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Shell.Languages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Public;

/// <summary>
/// The recipient's own page of one list type: GET shows, POST acts; the signed token is the right to do so, no cookie is asked for or set.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ReadersLanguage]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
[Route("u/{token}")]
internal sealed class SubscriptionController(PublicToken tokens, SubscriptionChanges changes) : Controller
{
    [HttpGet, HttpHead]
    public async Task<IActionResult> Show(string token, CancellationToken cancellationToken) =>
        await FindAsync(token, cancellationToken) is { } found ? Page(found) : Gone();

    /// <summary>Does what the form says and nothing else: an empty body, JSON or a broken form changes nothing.</summary>
    [HttpPost]
    [BareForm]
    [RequestSizeLimit(16 * 1024)]
    public async Task<IActionResult> Act(string token, CancellationToken cancellationToken)
    {
        if (!tokens.TryRead(token, TokenScope.Subscription, out var delivery, out _)) return Gone();
        var form = await BareFormAttribute.ReadAsync(Request, cancellationToken);
        // RFC 8058: the mail program asks once, follows nothing and shows nothing.
        var oneClick = form?["List-Unsubscribe"].ToString() == "One-Click";
        var action = oneClick ? "unsubscribe" : form?["action"].ToString();
        if (action is not ("subscribe" or "unsubscribe")) return await NotUnderstood(token, cancellationToken);

        var from = new ActedFrom(HttpContext.Connection.RemoteIpAddress?.ToString(), Request.Headers.UserAgent);
        var source = oneClick ? ConsentSource.OneClick : ConsentSource.Page;
        var back = action == "subscribe";
        var found = back
            ? await changes.ResubscribeAsync(delivery, source, from, cancellationToken)
            : await changes.UnsubscribeAsync(delivery, source, from, cancellationToken);
        if (!found) return Gone();
        return oneClick ? Content(Words.Of("Unsubscribed.")) : Redirect($"/u/{token}{(back ? "?back=1" : "")}");
    }

    // The page again, with its button: whoever meant to leave can do so.
    private async Task<IActionResult> NotUnderstood(string token, CancellationToken cancellationToken)
    {
        if (await FindAsync(token, cancellationToken) is not { } found) return Gone();
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page(found);
    }

    private InLanguage Page(Subscription found) => new(found.Language, View("Subscription", found));

    private async Task<Subscription?> FindAsync(string token, CancellationToken cancellationToken) =>
        tokens.TryRead(token, TokenScope.Subscription, out var delivery, out _)
            ? await changes.FindAsync(delivery, cancellationToken)
            : null;

    private ViewResult Gone()
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return View("Gone", GoneLink.Subscription);
    }
}
