using EmailContactPortal.Domain;
using EmailContactPortal.Domain.SendingDomains;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Sending.Signing;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Settings.SendingDomains;

/// <summary>The domains that mail is sent from: signing keys and the DNS records that make them known.</summary>
[Authorize(Policy = Policies.Admin)]
[Route("/settings/sending-domains")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class SendingDomainsController(
    SendingDomainQueries queries, SendingDomainCommands commands, DomainChecks checks) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> List(CancellationToken cancellationToken) =>
        View(new SendingDomainList(await queries.ListAsync(cancellationToken), new SendingDomainForm()));

    [HttpPost("")]
    public async Task<IActionResult> Add([Bind(Prefix = "Form")] SendingDomainForm form, CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid) return View("List", new SendingDomainList(await queries.ListAsync(cancellationToken), form));
        var added = await commands.AddAsync(form, cancellationToken);
        if (!ModelState.Accepts(added, "Form"))
            return View("List", new SendingDomainList(await queries.ListAsync(cancellationToken), form));
        this.Done(Words.Of("The domain is added. Publish the records below, then check them and let the keys sign."));
        return RedirectToAction(nameof(Show), new { id = added.Value });
    }

    [HttpGet("{id:int}")]
    public async Task<IActionResult> Show(int id, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, cancellationToken) is { } page ? View(page) : NotFound();

    [HttpPost("{id:int}/check")]
    public async Task<IActionResult> Check(int id, CancellationToken cancellationToken)
    {
        if (!await checks.RunAsync(id, cancellationToken)) return NotFound();
        this.Done(Words.Of("DNS was asked. What it says stands at each record."));
        return RedirectToAction(nameof(Show), new { id });
    }

    [HttpPost("{id:int}/keys")]
    public async Task<IActionResult> AddKey(int id, SigningAlgorithm algorithm, CancellationToken cancellationToken) =>
        Tell(
            id, await commands.AddKeyAsync(id, algorithm, cancellationToken),
            "{0} is made. Publish its record, check it, then switch to it.");

    [HttpPost("{id:int}/keys/{keyId:int}/switch")]
    public async Task<IActionResult> SwitchTo(int id, int keyId, CancellationToken cancellationToken) =>
        Tell(id, await commands.SwitchToAsync(id, keyId, cancellationToken), "{0} signs from now on.");

    [HttpPost("{id:int}/keys/{keyId:int}/deactivate")]
    public async Task<IActionResult> Deactivate(int id, int keyId, CancellationToken cancellationToken) =>
        Tell(
            id, await commands.DeactivateAsync(id, keyId, cancellationToken),
            "{0} signs nothing more. Leave its record in DNS for a week, for mail on its way.");

    [HttpPost("{id:int}/keys/{keyId:int}/delete")]
    public async Task<IActionResult> DeleteKey(int id, int keyId, CancellationToken cancellationToken) =>
        Tell(id, await commands.DeleteKeyAsync(id, keyId, cancellationToken), "{0} is deleted.");

    [HttpPost("{id:int}/delete")]
    public async Task<IActionResult> Delete(int id, CancellationToken cancellationToken)
    {
        var result = await commands.DeleteAsync(id, cancellationToken);
        if (result.Succeeded) this.Done(Words.Of("The domain and its keys are deleted. Its mail goes out unsigned."));
        else this.Refused(result);
        return RedirectToAction(nameof(List));
    }

    private RedirectToActionResult Tell(int id, Result<string> result, string wording)
    {
        if (result.Succeeded) this.Done(Words.Of(wording, result.Value));
        else this.Refused(result);
        return RedirectToAction(nameof(Show), new { id });
    }
}
