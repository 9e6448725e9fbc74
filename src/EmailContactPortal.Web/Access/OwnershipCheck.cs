using System.Globalization;
using EmailContactPortal.Data.Access;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace EmailContactPortal.Web.Access;

/// <summary>
/// Stands before every page and every call that is about somebody's thing: what the asker may not see is not there (404), what is somebody else's is read only (403).
/// After the checks of sign-in, key and form token, before anything is done.
/// </summary>
internal sealed class OwnershipCheck : IAsyncResourceFilter, IEndpointFilter
{
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        if (await DecideAsync(context.HttpContext) is { } status) context.Result = new StatusCodeResult(status);
        else await next();
    }

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await DecideAsync(context.HttpContext) is { } status ? Results.StatusCode(status) : await next(context);

    /// <summary>The status to refuse with; null lets the request through.</summary>
    private static async Task<int?> DecideAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetOrderedMetadata<AboutAttribute>() is not [.., var owned]) return null;
        var reads = owned.OnlyReads || HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        var services = context.RequestServices;
        if (IdOf(context, owned.Id) is not { } id)
        {
            // A call about everybody's things at once.
            return owned.IsOptional && !reads && services.GetRequiredService<Viewer>().IsLimited ? Refuse(context, StatusCodes.Status403Forbidden, "This touches what other people own. Name one of your own campaigns, or ask an administrator.") : null;
        }

        if (await services.GetRequiredService<Ownership>().FindAsync(owned.Kind, id, context.RequestAborted) is not { } thing)
        {
            return owned.IsOptional && !services.GetRequiredService<Viewer>().IsLimited ? null : Refuse(context, StatusCodes.Status404NotFound, $"There is no {Words(owned.Kind)} with this id.");
        }

        thing.KeepIn(context);
        if (!thing.MayChange) context.OnlyReads(id);
        return reads || thing.MayChange ? null : Refuse(context, StatusCodes.Status403Forbidden, Ownership.NotYours(thing.Kind, thing.Owner).Message);
    }

    private static int Refuse(HttpContext context, int status, string words)
    {
        context.Refuse(words);
        return status;
    }

    private static string Words(OwnedKind kind) => kind switch
    {
        OwnedKind.Campaign => "campaign",
        OwnedKind.Email => "email",
        OwnedKind.TargetGroup => "target group",
        _ => "upload",
    };

    private static int? IdOf(HttpContext context, string name) =>
        int.TryParse(context.Request.RouteValues[name]?.ToString() ?? context.Request.Query[name].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
