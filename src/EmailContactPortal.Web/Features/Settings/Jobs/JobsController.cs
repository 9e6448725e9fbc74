using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Settings.Jobs;

/// <summary>What the portal does in the background, for administrators.</summary>
[Authorize(Policy = Policies.Admin)]
[Route("/settings/jobs")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class JobsController(IServiceProvider services) : Controller
{
    private JobsCommands Commands => services.GetRequiredService<JobsCommands>();

    [HttpGet("")]
    public async Task<IActionResult> List([FromQuery] string? show, CancellationToken cancellationToken) =>
        View(await ReadAsync(show, cancellationToken));

    /// <summary>The moving part of the page, fetched again every two seconds.</summary>
    [HttpGet("now")]
    public async Task<IActionResult> Now([FromQuery] string? show, CancellationToken cancellationToken) =>
        PartialView("_Now", await ReadAsync(show, cancellationToken));

    [HttpPost("pause")]
    public async Task<IActionResult> Pause(CancellationToken cancellationToken)
    {
        await Commands.PauseAsync(User.Identity?.Name ?? "", cancellationToken);
        this.Done(Words.Of("Paused. Nothing new starts on any instance until you resume; what runs goes on to its end."));
        return RedirectToAction(nameof(List));
    }

    [HttpPost("resume")]
    public async Task<IActionResult> Resume(CancellationToken cancellationToken)
    {
        await Commands.ResumeAsync(cancellationToken);
        this.Done(Words.Of("Resumed."));
        return RedirectToAction(nameof(List));
    }

    [HttpPost("{group}/{id:int}/run")]
    public async Task<IActionResult> Run(string group, int id, CancellationToken cancellationToken)
    {
        var result = await Commands.RunNowAsync(group, id, cancellationToken);
        if (result.Succeeded) this.Done(Words.Of("Started."));
        else this.Refused(result);
        return RedirectToAction(nameof(List));
    }

    [HttpPost("recurring/{id}/run")]
    public IActionResult RunRecurring(string id)
    {
        var result = Commands.RunRecurring(id);
        if (result.Succeeded) this.Done(Words.Of("Started."));
        else this.Refused(result);
        return RedirectToAction(nameof(List));
    }

    [HttpPost("{group}/{id:int}/stop")]
    public async Task<IActionResult> Stop(string group, int id, CancellationToken cancellationToken)
    {
        var result = await Commands.StopAsync(group, id, cancellationToken);
        if (result.Succeeded) this.Done(Words.Of("Asked to stop. It comes back by itself, unless you pause."));
        else this.Refused(result);
        return RedirectToAction(nameof(List));
    }

    private Task<JobsPage> ReadAsync(string? show, CancellationToken cancellationToken) =>
        services.GetRequiredService<JobsQueries>().ReadAsync(show == "failed", cancellationToken);
}
