using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Shell.Listing;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.DemoCrm;

/// <summary>Campaigns and contacts of the demo CRM.</summary>
[Authorize(Policy = Policies.Marketer)]
[Route("/demo-crm")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class DemoCrmController(DemoCrmQueries queries, DemoCrmCommands commands) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Campaigns(ListRequest request, CancellationToken cancellationToken) =>
        View(await queries.CampaignsAsync(request, cancellationToken));

    [HttpPost("campaigns")]
    public async Task<IActionResult> Create(string? name, CancellationToken cancellationToken)
    {
        var made = await commands.CreateAsync(name, cancellationToken);
        if (made.Succeeded) return RedirectToAction(nameof(Campaign), new { id = made.Value, adding = true });
        this.Refused(made);
        return RedirectToAction(nameof(Campaigns));
    }

    [HttpGet("campaigns/{id:int}")]
    public async Task<IActionResult> Campaign(int id, bool adding, ListRequest request, CancellationToken cancellationToken) =>
        await queries.CampaignAsync(id, adding, request, cancellationToken) is { } page ? View(page) : NotFound();

    [HttpPost("campaigns/{id:int}/status")]
    public async Task<IActionResult> Status(int id, string? status, CancellationToken cancellationToken)
    {
        var result = await commands.SetStatusAsync(id, status, cancellationToken);
        if (result.Succeeded) this.Done(Words.Of("The campaign is {0} now.", status));
        else this.Refused(result);
        return RedirectToAction(nameof(Campaign), new { id });
    }

    [HttpPost("campaigns/{id:int}/members")]
    public async Task<IActionResult> Add(int id, List<int> contactIds, CancellationToken cancellationToken)
    {
        this.Done(Words.Of("{0} added.", Counted.Of(await commands.AddAsync(id, contactIds, cancellationToken), "contacts")));
        return RedirectToAction(nameof(Campaign), new { id });
    }

    [HttpPost("campaigns/{id:int}/members/{contactId:int}/remove")]
    public async Task<IActionResult> Remove(int id, int contactId, CancellationToken cancellationToken)
    {
        await commands.RemoveAsync(id, contactId, cancellationToken);
        this.Done(Words.Of("Taken out of the campaign."));
        return RedirectToAction(nameof(Campaign), new { id });
    }

    [HttpGet("contacts")]
    public async Task<IActionResult> Contacts(ListRequest request, CancellationToken cancellationToken) =>
        View(await queries.ContactsAsync(request, cancellationToken));

    [HttpGet("contacts/{id:int}")]
    public async Task<IActionResult> Contact(int id, CancellationToken cancellationToken) =>
        await queries.ContactAsync(id, cancellationToken) is { } page ? View(page) : NotFound();
}
