using EmailContactPortal.Audience.Importing;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Access;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.TargetGroups;

/// <summary>The field mapping of a connected group.</summary>
[Authorize(Policy = Policies.Marketer)]
[About(OwnedKind.TargetGroup)]
[Route("/target-groups/{id:int}")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class GroupFieldsController(GroupFieldsQueries queries, GroupFields fields, Nudge nudge) : Controller
{
    [HttpGet("fields")]
    public async Task<IActionResult> Fields(int id, CancellationToken cancellationToken) =>
        await queries.PageAsync(id, null, cancellationToken) is { } page ? View(page) : NotFound();

    [HttpPost("fields")]
    public async Task<IActionResult> Fields(int id, GroupFieldsForm form, CancellationToken cancellationToken)
    {
        var saved = await fields.SaveAsync(id, form.Incoming, form.OutFields, User.Id(), cancellationToken);
        if (!ModelState.Accepts(saved, "Form"))
            return await queries.PageAsync(id, form, cancellationToken) is { } page ? View(page) : NotFound();
        return Begun(id, Words.Of("Saved. Everybody is read again to fill the fields."));
    }

    [HttpPost("refresh-fields")]
    public async Task<IActionResult> Refresh(int id, CancellationToken cancellationToken)
    {
        var refreshed = await fields.RefreshAsync(id, User.Id(), cancellationToken);
        if (refreshed.Succeeded) return Begun(id, Words.Of("The CRM's fields are read again, and everybody with them."));
        this.Refused(refreshed);
        return RedirectToAction(nameof(TargetGroupsController.Show), "TargetGroups", new { id });
    }

    private RedirectToActionResult Begun(int id, string done)
    {
        nudge.Now();
        this.Done(done);
        return RedirectToAction(nameof(TargetGroupsController.Show), "TargetGroups", new { id });
    }
}
