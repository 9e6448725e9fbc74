using EmailContactPortal.Domain.Access;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Web.Access;
using EmailContactPortal.Web.Features.Campaigns.Drafting;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Shell.Listing;
using EmailContactPortal.Web.Shell.Parts;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Campaigns;

/// <summary>A draft: saved at every change, reviewed, confirmed.</summary>
[Authorize(Policy = Policies.Marketer)]
[About(OwnedKind.Campaign)]
[Route("/campaigns/{id:int}")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class DraftController(CampaignQueries queries, DraftQueries drafts, CampaignCommands commands) : Controller
{
    /// <summary>Saves the fields that were posted and answers with the parts of the page that are different now.</summary>
    [HttpPost("draft")]
    public async Task<IActionResult> Save(int id, DraftForm form, CancellationToken cancellationToken)
    {
        var saved = await commands.ChangeAsync(id, form.ToChange(Request.Form.Keys, User.ZoneId()), form.Version, cancellationToken);
        if (!saved.Succeeded) return saved.ForScript();
        return await queries.FindAsync(id, cancellationToken) is { } campaign
            ? new ChangedParts("Draft", await drafts.PageAsync(campaign, cancellationToken))
            : NotFound();
    }

    [HttpGet("review")]
    public async Task<IActionResult> Review(int id, int sample, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(id, cancellationToken) is not { } campaign) return NotFound();
        if (campaign.Status != CampaignStatus.Draft) return RedirectToAction("Show", "Campaigns", new { id });
        ViewData["Sample"] = sample;
        return View(await queries.ReviewAsync(campaign, sample, cancellationToken));
    }

    /// <summary>A piece of the review that takes longer with many people.</summary>
    [HttpGet("review/empty-fields")]
    public async Task<IActionResult> EmptyFields(int id, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(id, cancellationToken) is not { Status: CampaignStatus.Draft } campaign) return NotFound();
        ViewData["Id"] = id;
        return PartialView("_EmptyFields", await queries.EmptyFieldsAsync(campaign, cancellationToken));
    }

    /// <summary>When it would be through.</summary>
    [HttpGet("review/forecast")]
    public async Task<IActionResult> Forecast(int id, [FromServices] CampaignForecast forecast, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(id, cancellationToken) is not { Status: CampaignStatus.Draft } campaign) return NotFound();
        ViewData["Begins"] = await queries.StartsAtAsync(campaign, cancellationToken);
        return PartialView("_Forecast", await forecast.OfAsync(campaign, cancellationToken));
    }

    [HttpPost("confirm")]
    public async Task<IActionResult> Confirm(int id, int version, int emailVersion, CancellationToken cancellationToken)
    {
        var result = await commands.ConfirmAsync(id, User.Id(), (version, emailVersion), cancellationToken);
        // A second press of the button finds the first one's work: that is what the person wanted.
        if (result.Succeeded || result.Problems[0].Code == "campaign.not-legal") return RedirectToAction("Show", "Campaigns", new { id });
        this.Refused(result);
        return RedirectToAction(nameof(Review), new { id });
    }

    /// <summary>The people behind a number of the review.</summary>
    [HttpGet("people")]
    public async Task<IActionResult> People(int id, string? rule, string? field, ListRequest request, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(id, cancellationToken) is not { } campaign) return NotFound();
        return await queries.PeopleAsync(campaign, rule ?? DraftAudience.Receive, field, request, cancellationToken) is { } page
            ? View(page)
            : NotFound();
    }

    /// <summary>The message of the review's sample, as the recipient would see it.</summary>
    [HttpGet("sample")]
    public async Task<IActionResult> Sample(int id, int number, bool dark, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(id, cancellationToken) is not { Status: CampaignStatus.Draft } campaign) return NotFound();
        if ((await queries.ReviewAsync(campaign, number, cancellationToken)).Sample is not { } sample) return NotFound();
        Response.Headers.ContentSecurityPolicy = SecurityHeaders.Mail;
        return Content(MailFrame.Html(sample.Message.Html, dark), "text/html; charset=utf-8");
    }
}
