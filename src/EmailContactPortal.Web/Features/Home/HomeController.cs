using EmailContactPortal.Web.Startup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Home;

/// <summary>The first page after signing in.</summary>
[Authorize(Policy = Policies.Marketer)]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class HomeController : Controller
{
    [HttpGet("/")]
    public IActionResult Index() => View();
}
