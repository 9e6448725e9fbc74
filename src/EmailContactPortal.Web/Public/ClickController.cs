using EmailContactPortal.Web.Shell.Languages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Public;

/// <summary>The page behind a tracked link that cannot be resolved; those that can never come this far.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ReadersLanguage]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ClickController : Controller
{
    [HttpGet("c/{*token}"), HttpHead("c/{*token}")]
    public ViewResult Unknown()
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return View("Gone", GoneLink.Click);
    }
}
