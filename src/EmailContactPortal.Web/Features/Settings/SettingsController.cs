using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Settings;

/// <summary>The places of the Settings menu on one page.</summary>
[Authorize(Policy = Policies.Admin)]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class SettingsController(Menu menu) : Controller
{
    [HttpGet("/settings")]
    public async Task<IActionResult> Index() => View((await menu.ForAsync(User)).Where(i => i.Group == Menu.Settings).ToList());
}
