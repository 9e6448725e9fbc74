using EmailContactPortal.Audience.WriteBack;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Settings.CrmConnections;

/// <summary>What is on its way to the CRMs, what waits and why.</summary>
[Authorize(Policy = Policies.Admin)]
[Route("/settings/write-back")]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class WriteBackController(CrmConnectionQueries queries, CrmWriteBack writeBack, Nudge nudge) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> WriteBack(WriteBackRequest request, CancellationToken cancellationToken) => View(await queries.WriteBackAsync(request, cancellationToken));

    [HttpPost("replay")]
    public async Task<IActionResult> Replay(int? campaignId, CancellationToken cancellationToken)
    {
        var count = await writeBack.ReplayAsync(campaignId, cancellationToken);
        nudge.Now();
        this.Done(count == 0 ? "Nothing had failed. What waits is tried now." : $"{Counted.Of(count, "failed entries")} {Counted.Word(count, "is", "are")} tried again.");
        return RedirectToAction(nameof(WriteBack), new { campaign = campaignId });
    }
}
