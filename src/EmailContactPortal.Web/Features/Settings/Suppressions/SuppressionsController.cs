using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Shell.Listing;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Settings.Suppressions;

/// <summary>Addresses that get nothing any more, because their mail came back or they complained.</summary>
[Authorize(Policy = Policies.Admin)]
[Route("/settings/suppressed")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class SuppressionsController(SuppressionQueries queries, SuppressionCommands commands) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> List(ListRequest request, CancellationToken cancellationToken) =>
        View(await queries.ListAsync(request, cancellationToken));

    [HttpPost("{id:long}/lift")]
    public async Task<IActionResult> Lift(long id, CancellationToken cancellationToken)
    {
        var email = await commands.LiftAsync(id, cancellationToken);
        this.Done(email is null ? Words.Of("This address was not suppressed any more.") : Words.Of("{0} may be mailed again.", email));
        return RedirectToAction(nameof(List));
    }
}
