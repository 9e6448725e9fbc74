using EmailContactPortal.Domain.Access;
using EmailContactPortal.Sending.Evidence;
using EmailContactPortal.Web.Access;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Campaigns;

/// <summary>Decisions about those who did not get it, or of whom nobody knows.</summary>
[Authorize(Policy = Policies.Marketer)]
[About(OwnedKind.Campaign)]
[Route("/campaigns/{id:int}")]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class RestController(RestCommands commands, LogEvidence evidence) : Controller
{
    private const long MaxLog = 512L * 1024 * 1024;

    [HttpPost("send-rest")]
    public async Task<IActionResult> SendRest(int id, CancellationToken cancellationToken) =>
        Tell(id, await commands.SendRestAsync(id, cancellationToken), "people get it now who had not got it.");

    [HttpPost("uncertain/send-again")]
    public async Task<IActionResult> SendAgain(int id, long? deliveryId, CancellationToken cancellationToken) =>
        Tell(id, await commands.SendAgainAsync(id, deliveryId, cancellationToken), "uncertain messages are sent again.");

    [HttpPost("uncertain/count-as-sent")]
    public async Task<IActionResult> CountAsSent(int id, long? deliveryId, CancellationToken cancellationToken) =>
        Tell(id, await commands.CountAsSentAsync(id, deliveryId, cancellationToken), "uncertain messages count as sent.");

    /// <summary>Reads the log of a mail server as evidence; it is not kept.</summary>
    [HttpPost("uncertain/log")]
    [RequestSizeLimit(MaxLog)]
    [RequestFormLimits(MultipartBodyLengthLimit = MaxLog)]
    public async Task<IActionResult> ReadLog(int id, IFormFile? file, CancellationToken cancellationToken)
    {
        await using var log = file?.OpenReadStream() ?? Stream.Null;
        var read = await evidence.SettleAsync(id, log, cancellationToken);
        if (read.Succeeded) this.Done($"The log settles {Counted.Of(read.Value.Sent + read.Value.Bounced, "uncertain messages")}: {read.Value.Sent} {Counted.Word(read.Value.Sent, "counts", "count")} as sent, {read.Value.Bounced} as bounced. {read.Value.Left} {Counted.Word(read.Value.Left, "is", "are")} left, of which it says nothing.");
        else this.Refused(read);
        return RedirectToAction("Show", "Campaigns", new { id });
    }

    private RedirectToActionResult Tell(int id, Domain.Result<int> result, string done)
    {
        if (result.Succeeded) this.Done($"{result.Value} {done}");
        else this.Refused(result);
        return RedirectToAction("Show", "Campaigns", new { id });
    }
}
