using EmailContactPortal.Domain.Access;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Access;
using EmailContactPortal.Web.Features.Campaigns.Drafting;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Shell.Listing;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Campaigns;

/// <summary>The list, a new draft, and the page of one campaign as its state wants it.</summary>
[Authorize(Policy = Policies.Marketer)]
[About(OwnedKind.Campaign)]
[Route("/campaigns")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class CampaignsController(CampaignQueries queries, DraftQueries drafts, CampaignCommands commands) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> List(ListRequest request, string? owner, CancellationToken cancellationToken) =>
        View(await queries.ListAsync(request, owner == "mine", User.Id(), cancellationToken));

    [HttpGet("new")]
    public IActionResult New(int? emailId, int? targetGroupId) =>
        View(new NewCampaignForm { EmailId = emailId, TargetGroupId = targetGroupId });

    [HttpPost("new")]
    public async Task<IActionResult> New(NewCampaignForm form, CancellationToken cancellationToken)
    {
        var made = await commands.CreateAsync(form.Name, User.Id(), cancellationToken);
        if (!ModelState.Accepts(made)) return View(form);
        var change = new CampaignChange
        {
            EmailId = form.EmailId is { } email ? new Given<int?>(email) : null,
            TargetGroupId = form.TargetGroupId is { } group ? new Given<int?>(group) : null,
        };
        await commands.ChangeAsync(made.Value, change, null, cancellationToken);
        return RedirectToAction(nameof(Show), new { id = made.Value });
    }

    [HttpGet("{id:int}")]
    public async Task<IActionResult> Show(int id, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(id, cancellationToken) is not { } campaign) return NotFound();
        return campaign.Status == CampaignStatus.Draft
            ? View("Draft", await drafts.PageAsync(campaign, cancellationToken))
            : View("Progress", await queries.ProgressAsync(campaign, cancellationToken));
    }

    [HttpPost("{id:int}/duplicate")]
    [About(OwnedKind.Campaign, OnlyReads = true)]
    public async Task<IActionResult> Duplicate(int id, CancellationToken cancellationToken)
    {
        var made = await commands.DuplicateAsync(id, User.Id(), cancellationToken);
        if (!made.Succeeded) return NotFound();
        this.Done(Words.Of("Copied into a new draft."));
        return RedirectToAction(nameof(Show), new { id = made.Value });
    }

    [HttpPost("{id:int}/delete")]
    public async Task<IActionResult> Delete(int id, CancellationToken cancellationToken) =>
        Tell(await commands.DeleteAsync(id, cancellationToken), Words.Of("Draft deleted."), id, goneIsFine: true);

    [HttpPost("{id:int}/unschedule")]
    public async Task<IActionResult> Unschedule(int id, CancellationToken cancellationToken) =>
        Tell(await commands.UnscheduleAsync(id, cancellationToken), Words.Of("Back to the draft. Nothing was sent."), id);

    [HttpPost("{id:int}/pause")]
    public async Task<IActionResult> Pause(int id, CancellationToken cancellationToken) =>
        Tell(await commands.PauseAsync(id, cancellationToken), Words.Of("Paused. Messages that were on their way are finished."), id);

    [HttpPost("{id:int}/resume")]
    public async Task<IActionResult> Resume(int id, CancellationToken cancellationToken) =>
        Tell(await commands.ResumeAsync(id, cancellationToken), Words.Of("Sending goes on."), id);

    [HttpPost("{id:int}/cancel")]
    public async Task<IActionResult> Cancel(int id, CancellationToken cancellationToken) =>
        Tell(await commands.CancelAsync(id, cancellationToken), Words.Of("Cancelled. Nothing more goes out."), id);

    private RedirectToActionResult Tell(Domain.Result result, string done, int id, bool goneIsFine = false)
    {
        if (result.Succeeded) this.Done(done);
        else this.Refused(result);
        return result.Succeeded && goneIsFine ? RedirectToAction(nameof(List)) : RedirectToAction(nameof(Show), new { id });
    }
}

/// <summary>A new campaign asks only for a name.</summary>
internal sealed class NewCampaignForm
{
    public string? Name { get; set; }

    public int? EmailId { get; set; }

    public int? TargetGroupId { get; set; }
}
