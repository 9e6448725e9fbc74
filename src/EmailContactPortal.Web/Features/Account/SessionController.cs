using EmailContactPortal.Web.Shell;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace EmailContactPortal.Web.Features.Account;

/// <summary>
/// Tells a page that was open for long who is signed in now, and gives it a form token of that session; so nothing typed is lost when a
/// session ends.
/// </summary>
[AllowAnonymous]
[ApiExplorerSettings(IgnoreApi = true)]
internal sealed class SessionController(IAntiforgery antiforgery) : Controller
{
    [HttpGet("/account/session")]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    public IActionResult Show() => Json(new
    {
        user = User.Id(),
        name = User.FullName(),
        token = antiforgery.GetAndStoreTokens(HttpContext).RequestToken,
    });
}
