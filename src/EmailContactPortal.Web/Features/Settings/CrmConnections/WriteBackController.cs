using EmailContactPortal.Audience.WriteBack;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Shell.Listing;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Settings.CrmConnections;

/// <summary>What is on its way to the CRMs, what waits and why.</summary>
[Authorize(Policy = Policies.Admin)]
[Route("/settings/write-back")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class WriteBackController(CrmConnectionQueries queries, CrmWriteBack writeBack, Nudge nudge) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> WriteBack(
        ListRequest request, WriteBackStatus? state, int? campaign, CancellationToken cancellationToken) =>
        View(await queries.WriteBackAsync(request, state, campaign, cancellationToken));

    [HttpPost("replay")]
    public async Task<IActionResult> Replay(int? campaignId, CancellationToken cancellationToken)
    {
        var count = await writeBack.ReplayAsync(campaignId, cancellationToken);
        nudge.Now();
        this.Done(count switch
        {
            0 => Words.Of("Nothing had failed. What waits is tried now."),
            1 => Words.Of("1 failed entry is tried again."),
            _ => Words.Of("{0:N0} failed entries are tried again.", count),
        });
        return RedirectToAction(nameof(WriteBack), new { campaign = campaignId });
    }
}
