using System.ComponentModel.DataAnnotations;
using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.SiteSettings;

/// <summary>Site-wide settings.</summary>
internal sealed class SiteForm
{
    [Required(ErrorMessage = "Write the name.")]
    [StringLength(100, ErrorMessage = "The name is longer than 100 characters.")]
    public string Name { get; set; } = "";
}

/// <summary>The name that stands on every page and on the recipients' pages.</summary>
[Authorize(Policy = Policies.Admin)]
[Route("/settings/site")]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class SiteController(PortalContext db, SiteName name) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Edit(CancellationToken cancellationToken) =>
        View(new SiteForm { Name = await name.ReadAsync(cancellationToken) });

    [HttpPost("")]
    public async Task<IActionResult> Edit(SiteForm form, CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid) return View(form);
        var site = await db.Sites.FirstOrDefaultAsync(cancellationToken) ?? db.Sites.Add(new Domain.Sites.Site()).Entity;
        site.Name = Text.OneLine(form.Name);
        await db.SaveChangesAsync(cancellationToken);
        name.Forget();
        this.Done(Words.Of("Site saved."));
        return RedirectToAction(nameof(Edit));
    }
}
