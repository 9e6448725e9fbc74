using EmailContactPortal.Web.Public;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Reports;

/// <summary>Everything about one person.</summary>
[Authorize(Policy = Policies.Marketer)]
[Route("/reports/people")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class PeopleController(PersonQueries people, OnlineViews views) : Controller
{
    /// <summary>Looks an address up; without one it asks for it.</summary>
    [HttpGet("")]
    public async Task<IActionResult> Find([FromQuery] string? email, [FromQuery] int from, CancellationToken cancellationToken)
    {
        var person = string.IsNullOrWhiteSpace(email) ? null : await people.FindAsync(email.Trim(), Math.Max(0, from), cancellationToken);
        return person is null ? View("Find", email) : View("Person", person);
    }

    [HttpGet("{deliveryId:long}")]
    public async Task<IActionResult> Person(long deliveryId, [FromQuery] int from, CancellationToken cancellationToken) =>
        await people.OfDeliveryAsync(deliveryId, Math.Max(0, from), cancellationToken) is { } person ? View(person) : NotFound();

    /// <summary>The message as this person got it; its links and picture count nothing here.</summary>
    [HttpGet("messages/{deliveryId:long}")]
    public async Task<IActionResult> Message(long deliveryId, CancellationToken cancellationToken)
    {
        if (await views.FindAsync(deliveryId, tracks: false, cancellationToken) is not { } email) return NotFound();
        Response.Headers.ContentSecurityPolicy = SecurityHeaders.Mail;
        return Content(email.Html, "text/html; charset=utf-8");
    }
}
