using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Access;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Shell.Listing;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Reports;

/// <summary>What came of campaigns, and the people behind each number.</summary>
[Authorize(Policy = Policies.Marketer)]
[About(OwnedKind.Campaign)]
[Route("/reports")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class ReportsController(ReportQueries reports, RecipientQueries recipients) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> List(ListRequest request, CancellationToken cancellationToken) =>
        View(await reports.ListAsync(request, cancellationToken));

    [HttpGet("campaigns/{id:int}")]
    public async Task<IActionResult> Show(int id, RecipientRequest request, CancellationToken cancellationToken) =>
        await reports.FindAsync(id, request, cancellationToken) is { } report ? View(report) : NotFound();

    [HttpGet("campaigns/{id:int}/recipients")]
    public async Task<IActionResult> Recipients(int id, RecipientRequest request, CancellationToken cancellationToken) =>
        await recipients.ListAsync(id, request, cancellationToken) is { } list ? View(list) : NotFound();

    /// <summary>The people of the list as a file, all of them.</summary>
    [HttpGet("campaigns/{id:int}/export")]
    public async Task<IActionResult> Export(int id, RecipientRequest request, CancellationToken cancellationToken) =>
        await recipients.NameAsync(id, cancellationToken) is { } name
            ? new CsvResult(
                RecipientExport.FileName(name), RecipientExport.Header,
                RecipientExport.Lines(await recipients.AllAsync(id, request, cancellationToken)))
            : NotFound();
}
