using System.Globalization;
using EmailContactPortal.Audience.Reconciling;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Access;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Reports.Reconciling;

/// <summary>What the portal recorded for a campaign beside what its CRM holds.</summary>
[Authorize(Policy = Policies.Marketer)]
[About(OwnedKind.Campaign)]
[Route("/reports/campaigns/{id:int}/reconciliation")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class ReconciliationController(ReconciliationQueries queries, ReconciliationCommands commands, Nudge nudge) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Reconciliation(int id, DifferenceRequest request, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, request, cancellationToken) is { } page ? View(page) : NotFound();

    /// <summary>The part of the page that moves while a comparison runs.</summary>
    [HttpGet("part")]
    public async Task<IActionResult> Part(int id, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, new DifferenceRequest(), cancellationToken) is { } page ? PartialView("_Comparison", page) : NotFound();

    /// <summary>All differences as a file.</summary>
    [HttpGet("export")]
    public IActionResult Export(int id, DifferenceRequest request) =>
        new CsvResult(
            string.Create(CultureInfo.InvariantCulture, $"reconciliation-{id}.csv"), ReconciliationQueries.Header,
            queries.LinesAsync(id, request));

    [HttpPost("")]
    public async Task<IActionResult> Compare(int id, CancellationToken cancellationToken)
    {
        var started = await commands.StartAsync(id, User.Id(), cancellationToken);
        if (!started.Succeeded) this.Refused(started);
        nudge.Now();
        return RedirectToAction(nameof(Reconciliation), new { id });
    }

    [HttpPost("repair")]
    public async Task<IActionResult> Repair(int id, CancellationToken cancellationToken)
    {
        var repaired = await commands.RepairAsync(id, cancellationToken);
        if (repaired.Succeeded) this.Done(repaired.Value == 1
            ? Words.Of("1 fact is written again. Compare once more when write-back is up to date.")
            : Words.Of("{0} are written again. Compare once more when write-back is up to date.", Counted.Of(repaired.Value, "facts")));
        else this.Refused(repaired);
        nudge.Now();
        return RedirectToAction(nameof(Reconciliation), new { id });
    }
}
