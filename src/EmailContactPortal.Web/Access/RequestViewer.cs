using EmailContactPortal.Data.Access;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Shell;
using EmailContactPortal.Web.Startup.Settings;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Web.Access;

/// <summary>
/// Who asks in the present request: a signed-in person, or a key in the name of its owner. Outside of requests it is the portal itself.
/// </summary>
internal sealed class RequestViewer(IHttpContextAccessor http, IOptions<PortalOptions> portal, TimeProvider time) : Viewer
{
    public override int UserId => http.HttpContext?.User.Id() ?? 0;

    public override bool IsLimited =>
        portal.Value.Ownership == OwnershipMode.Own && http.HttpContext?.User is { Identity.IsAuthenticated: true } user
            && !user.IsInRole(Roles.Admin);

    public override DateTime Now => time.GetUtcNow().UtcDateTime;
}
