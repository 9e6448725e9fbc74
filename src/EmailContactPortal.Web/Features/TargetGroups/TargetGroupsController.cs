using EmailContactPortal.Audience.Importing;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Access;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Shell.Listing;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.TargetGroups;

/// <summary>The list of groups and one group with its members.</summary>
[Authorize(Policy = Policies.Marketer)]
[About(OwnedKind.TargetGroup)]
[Route("/target-groups")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class TargetGroupsController(
    TargetGroupQueries queries, TargetGroupCommands commands, ImportCommands imports, Nudge nudge) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> List(ListRequest request, CancellationToken cancellationToken) =>
        View(await queries.ListAsync(request, cancellationToken));

    [HttpGet("{id:int}")]
    public async Task<IActionResult> Show(int id, ListRequest request, string? state, CancellationToken cancellationToken) =>
        await queries.PageAsync(id, request, state, cancellationToken) is { } page ? View(page) : NotFound();

    [HttpGet("{id:int}/edit")]
    public async Task<IActionResult> Edit(int id, CancellationToken cancellationToken) =>
        await queries.FormAsync(id, cancellationToken) is { } form ? View(form) : NotFound();

    [HttpPost("{id:int}/edit")]
    public async Task<IActionResult> Edit(int id, TargetGroupForm form, CancellationToken cancellationToken)
    {
        form.Id = id;
        var saved = await commands.SaveAsync(form, cancellationToken);
        form.AsksForListType = saved.Problems.Any(p => p.Code == TargetGroupCommands.ListTypeChange);
        if (!ModelState.Accepts(saved)) return View(await queries.WithChoicesAsync(form, cancellationToken));
        this.Done("Saved.");
        return RedirectToAction(nameof(Show), new { id });
    }

    [HttpPost("{id:int}/delete")]
    public async Task<IActionResult> Delete(int id, CancellationToken cancellationToken)
    {
        var result = await commands.DeleteAsync(id, cancellationToken);
        if (!result.Succeeded)
        {
            this.Refused(result);
            return RedirectToAction(nameof(Show), new { id });
        }

        this.Done(Words.Of("The target group is deleted."));
        return RedirectToAction(nameof(List));
    }

    [HttpPost("{id:int}/members/{memberId:long}/remove")]
    public async Task<IActionResult> Remove(int id, long memberId, CancellationToken cancellationToken) =>
        Back(
            id, await commands.RemoveMemberAsync(id, memberId, cancellationToken),
            Words.Of("Removed. The person is under Removed and can be put back."));

    [HttpPost("{id:int}/members/{memberId:long}/restore")]
    public async Task<IActionResult> Restore(int id, long memberId, CancellationToken cancellationToken) =>
        Back(id, await commands.RestoreMemberAsync(id, memberId, cancellationToken), Words.Of("Put back into the group."));

    [HttpPost("{id:int}/synchronize")]
    public async Task<IActionResult> Synchronize(int id, CancellationToken cancellationToken)
    {
        var result = await imports.SynchronizeAsync(id, User.Id(), cancellationToken);
        nudge.Now();
        return Back(id, result, Words.Of("Synchronisation has begun. You may leave this page; it goes on."));
    }

    [HttpPost("{id:int}/disconnect")]
    public async Task<IActionResult> Disconnect(int id, CancellationToken cancellationToken) =>
        Back(
            id, await commands.DisconnectAsync(id, cancellationToken),
            Words.Of("Disconnected. The members stay; nothing more is read from or written to the CRM for this group."));

    private RedirectToActionResult Back(int id, Domain.Result result, string done)
    {
        if (result.Succeeded) this.Done(done);
        else this.Refused(result);
        return RedirectToAction(nameof(Show), new { id });
    }
}
