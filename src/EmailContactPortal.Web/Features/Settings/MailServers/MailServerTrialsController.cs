using EmailContactPortal.Data;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Sending.Connecting;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Settings.MailServers;

/// <summary>Check, test mail and protocol log of one mail server.</summary>
[Authorize(Policy = Policies.Admin)]
[Route("/settings/mail-servers/{id:int}")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class MailServerTrialsController(MailServerTrials trials, PortalContext db) : Controller
{
    [HttpPost("check")]
    public async Task<IActionResult> Check(int id, CancellationToken cancellationToken)
    {
        if (await trials.CheckAsync(id, cancellationToken) is not { } found) return NotFound();
        if (found.Mark != CheckMark.Failed) this.Done(Words.Of("The server answers. What was found is below."));
        return Back(id);
    }

    [HttpPost("test")]
    public async Task<IActionResult> Test(int id, string? to, CancellationToken cancellationToken)
    {
        var result = await trials.SendTestAsync(id, to, User.Identity?.Name ?? "", cancellationToken);
        if (result.Succeeded) this.Done(Words.Of("The server took the test mail to {0}: {1}", to, result.Value));
        else this.Refused(result);
        return Back(id);
    }

    [HttpPost("log")]
    public async Task<IActionResult> Log(int id, bool on, CancellationToken cancellationToken)
    {
        await trials.LogAsync(id, on, cancellationToken);
        this.Done(on
            ? Words.Of("The protocol log is on for an hour.")
            : Words.Of("The protocol log is off. It can be read for another hour."));
        return Back(id);
    }

    [HttpGet("log.txt")]
    public async Task<IActionResult> Download(int id, CancellationToken cancellationToken) =>
        File(await ProtocolLogPage.TextAsync(db, id, cancellationToken), "text/plain; charset=utf-8", $"mail-server-{id}-log.txt");

    private RedirectResult Back(int id) => Redirect($"/settings/mail-servers/{id}");
}
