using EmailContactPortal.Web.Features.Campaigns.Drafting;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Campaigns;

/// <summary>What the search fields of a draft find while somebody types.</summary>
[Authorize(Policy = Policies.Marketer)]
[Route("/campaigns/choices")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class ChoicesController(DraftChoices choices) : Controller
{
    [HttpGet("groups")]
    public async Task<IActionResult> Groups(string? q, CancellationToken cancellationToken) =>
        Found(await choices.GroupsAsync(q, null, cancellationToken));

    [HttpGet("emails")]
    public async Task<IActionResult> Emails(string? q, CancellationToken cancellationToken) =>
        Found(await choices.EmailsAsync(q, null, cancellationToken));

    private JsonResult Found(IReadOnlyList<Choice> found) => Json(found.Select(c => new { value = c.Id, text = c.Label }));
}
