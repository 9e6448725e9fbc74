using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Shell.Listing;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Settings.DeadLetters;

/// <summary>What could not be written and was set aside, for administrators.</summary>
[Authorize(Policy = Policies.Admin)]
[Route("/settings/jobs/set-aside")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class DeadLettersController(DeadLetterQueries queries, DeadLetterCommands commands) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> List(ListRequest request, CancellationToken cancellationToken) =>
        View(await queries.ListAsync(request, cancellationToken));

    [HttpPost("again")]
    public async Task<IActionResult> Again(CancellationToken cancellationToken)
    {
        var result = await commands.TryAgainAsync(cancellationToken);
        if (result.Succeeded) this.Done(result.Value == 1 ? Words.Of("1 is counted now.") : Words.Of("{0} are counted now.", result.Value));
        else this.Refused(result);
        return RedirectToAction(nameof(List));
    }

    [HttpPost("{id:long}/delete")]
    public async Task<IActionResult> Delete(long id, CancellationToken cancellationToken)
    {
        await commands.DeleteAsync(id, cancellationToken);
        this.Done(Words.Of("Forgotten."));
        return RedirectToAction(nameof(List));
    }
}
