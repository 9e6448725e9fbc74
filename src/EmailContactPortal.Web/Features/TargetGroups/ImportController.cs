using EmailContactPortal.Audience;
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
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Web.Features.TargetGroups;

/// <summary>Imports from CSV and from the CRM, their progress and the rows they left out.</summary>
[Authorize(Policy = Policies.Marketer)]
[About(OwnedKind.TargetGroup)]
[Route("/target-groups")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class ImportController(
    ImportQueries queries, ImportCommands commands, Ownership ownership, Nudge nudge, IOptions<AudienceOptions> options) : Controller
{
    [HttpGet("import-csv")]
    public IActionResult Upload(int? groupId) => View(new UploadForm { GroupId = groupId, MaxBytes = options.Value.MaxUploadBytes });

    [HttpPost("import-csv")]
    [UploadLimit]
    public async Task<IActionResult> Upload(UploadForm form, CancellationToken cancellationToken)
    {
        form.MaxBytes = options.Value.MaxUploadBytes;
        if (form.File is null) ModelState.AddModelError("File", Words.Of("Choose a file."));
        if (form.File is not { } file) return View(form);
        await using var content = file.OpenReadStream();
        var result = await commands.UploadAsync(content, file.FileName, User.Id(), cancellationToken);
        return ModelState.Accepts(result) ? RedirectToAction(nameof(Preview), new { id = result.Value, form.GroupId }) : View(form);
    }

    [HttpGet("import-csv/{id:int}")]
    [About(OwnedKind.Upload)]
    public async Task<IActionResult> Preview(int id, int? groupId, CancellationToken cancellationToken)
    {
        var (form, _, problem) = await queries.PreviewAsync(id, null, cancellationToken);
        if (form is null) return NotFound();
        form.GroupId = groupId;
        ModelState.Accepts(problem);
        return View(form);
    }

    [HttpPost("import-csv/{id:int}")]
    [About(OwnedKind.Upload)]
    public async Task<IActionResult> Preview(int id, CsvImportForm typed, CancellationToken cancellationToken)
    {
        ModelState.Clear();
        var (form, settings, problem) = await queries.PreviewAsync(id, typed, cancellationToken);
        if (form is null) return NotFound();
        if (!ModelState.Accepts(problem) || typed.Do == "look") return View(form);
        if (form.GroupId is { } group
            && await ownership.ProblemOfChangingAsync(OwnedKind.TargetGroup, group, cancellationToken) is { } notYours)
        {
            ModelState.Accepts(notYours.At(nameof(form.GroupId)));
            return View(form);
        }

        var started = await commands.StartCsvAsync(
            id, form.Name ?? "", form.ListTypeId, form.GroupId, settings, User.Id(), cancellationToken);
        nudge.Now();
        return ModelState.Accepts(started) ? RedirectToAction("Show", "TargetGroups", new { id = started.Value }) : View(form);
    }

    [HttpPost("import-csv/{id:int}/discard")]
    [About(OwnedKind.Upload)]
    public async Task<IActionResult> Discard(int id, CancellationToken cancellationToken)
    {
        await commands.DiscardAsync(id, cancellationToken);
        return RedirectToAction(nameof(Upload));
    }

    [HttpGet("import-crm")]
    public async Task<IActionResult> Crm(CrmImportForm form, CancellationToken cancellationToken)
    {
        ModelState.Clear();
        return View(await queries.CrmAsync(form, cancellationToken));
    }

    [HttpPost("import-crm")]
    public async Task<IActionResult> StartCrm(CrmImportForm form, CancellationToken cancellationToken)
    {
        ModelState.Clear();
        var request = new CrmImportRequest(
            form.Name ?? "", form.ListTypeId, form.ConnectionId, form.CampaignId ?? "", form.Fields, form.IsDynamic);
        var started = await commands.ImportCrmAsync(request, User.Id(), cancellationToken);
        nudge.Now();
        return ModelState.Accepts(started)
            ? RedirectToAction("Show", "TargetGroups", new { id = started.Value })
            : View("Crm", await queries.CrmAsync(form, cancellationToken));
    }

    [HttpGet("{id:int}/progress")]
    public async Task<IActionResult> Progress(int id, CancellationToken cancellationToken) =>
        Json(await queries.ProgressAsync(id, cancellationToken));

    [HttpGet("{id:int}/imports/{importId:int}/issues")]
    public async Task<IActionResult> Issues(int id, int importId, ListRequest request, CancellationToken cancellationToken) =>
        await queries.IssuesAsync(id, importId, request, cancellationToken) is { } page ? View(page) : NotFound();

    [HttpGet("{id:int}/imports/{importId:int}/issues.csv")]
    public IActionResult IssuesFile(int id, int importId) => new CsvResult(
        $"left-out-{importId}.csv", ["line", "column", "value", "reason"], Rows(queries.AllIssues(id, importId)));

    private static async IAsyncEnumerable<string?[]> Rows(IAsyncEnumerable<Domain.TargetGroups.ImportIssue> issues)
    {
        await foreach (var i in issues)
            yield return [i.Line.ToString(System.Globalization.CultureInfo.InvariantCulture), i.Column, i.Value, i.Reason];
    }
}
