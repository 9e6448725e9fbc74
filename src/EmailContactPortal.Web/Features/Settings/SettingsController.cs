using EmailContactPortal.Data.Keys;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Web.Features.Settings;

/// <summary>The places of the Settings menu on one page.</summary>
/// <param name="Places">Where one can go.</param>
/// <param name="KeyFile">Where the key lies that nobody chose a place for; null when all is well.</param>
internal sealed record SettingsPage(IReadOnlyList<MenuItem> Places, string? KeyFile);

/// <summary>The Settings menu on one page, with what the installation lacks.</summary>
[Authorize(Policy = Policies.Admin)]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class SettingsController(Menu menu, IOptions<KeyOptions> keys, IHostEnvironment environment) : Controller
{
    [HttpGet("/settings")]
    public async Task<IActionResult> Index() => View(new SettingsPage(
        [.. (await menu.ForAsync(User)).Where(i => i.Group == Menu.Settings)],
        environment.IsProduction() && keys.Value.IsDefault ? keys.Value.File : null));
}
