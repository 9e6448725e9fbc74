using System.Globalization;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Domain.Wording;
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
internal sealed class RestController(RestCommands commands, LogEvidence evidence) : Controller
{
    private const long MaxLog = 512L * 1024 * 1024;

    [HttpPost("send-rest")]
    public async Task<IActionResult> SendRest(int id, CancellationToken cancellationToken) =>
        Tell(id, await commands.SendRestAsync(id, cancellationToken), Words.Of("{0} people get it now who had not got it."));

    [HttpPost("uncertain/send-again")]
    public async Task<IActionResult> SendAgain(int id, long? deliveryId, CancellationToken cancellationToken) =>
        Tell(id, await commands.SendAgainAsync(id, deliveryId, cancellationToken), Words.Of("{0} uncertain messages are sent again."));

    [HttpPost("uncertain/count-as-sent")]
    public async Task<IActionResult> CountAsSent(int id, long? deliveryId, CancellationToken cancellationToken) =>
        Tell(id, await commands.CountAsSentAsync(id, deliveryId, cancellationToken), Words.Of("{0} uncertain messages count as sent."));

    /// <summary>Reads the log of a mail server as evidence; it is not kept.</summary>
    [HttpPost("uncertain/log")]
    [RequestSizeLimit(MaxLog)]
    [RequestFormLimits(MultipartBodyLengthLimit = MaxLog)]
    public async Task<IActionResult> ReadLog(int id, IFormFile? file, CancellationToken cancellationToken)
    {
        await using var log = file?.OpenReadStream() ?? Stream.Null;
        var read = await evidence.SettleAsync(id, log, cancellationToken);
        if (read.Succeeded) this.Done($"{Settled(read.Value.Sent, read.Value.Bounced)} {Left(read.Value.Left)}");
        else this.Refused(read);
        return RedirectToAction("Show", "Campaigns", new { id });
    }

    private static string Settled(int sent, int bounced)
    {
        var messages = Counted.Of(sent + bounced, "uncertain messages");
        return sent == 1
            ? Words.Of("The log settles {0}: {1} counts as sent, {2} as bounced.", messages, sent, bounced)
            : Words.Of("The log settles {0}: {1} count as sent, {2} as bounced.", messages, sent, bounced);
    }

    private static string Left(int left) =>
        left == 1 ? Words.Of("{0} is left, of which it says nothing.", left) : Words.Of("{0} are left, of which it says nothing.", left);

    private RedirectToActionResult Tell(int id, Domain.Result<int> result, string done)
    {
        if (result.Succeeded) this.Done(string.Format(CultureInfo.InvariantCulture, done, result.Value));
        else this.Refused(result);
        return RedirectToAction("Show", "Campaigns", new { id });
    }
}
