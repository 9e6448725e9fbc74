using System.Globalization;
using EmailContactPortal.Data.Access;
using EmailContactPortal.Domain;
using EmailContactPortal.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace EmailContactPortal.Web.Access;

/// <summary>
/// Stands before every page and every call that is about somebody's thing: what the asker may not see is not there (404), what is somebody
/// else's is read only (403). After the checks of sign-in, key and form token, before anything is done.
/// </summary>
internal sealed class OwnershipCheck : IAsyncResourceFilter, IEndpointFilter
{
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        if (await DecideAsync(context.HttpContext) is { } problem)
            context.Result = new StatusCodeResult(context.HttpContext.Refuse(problem));
        else await next();
    }

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await DecideAsync(context.HttpContext) is { } problem
            ? Results.StatusCode(context.HttpContext.Refuse(problem))
            : await next(context);

    /// <summary>Why the request is refused; null lets it through.</summary>
    private static async Task<Problem?> DecideAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetOrderedMetadata<AboutAttribute>() is not [.., var owned]) return null;
        var reads = owned.OnlyReads || HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        var services = context.RequestServices;
        if (IdOf(context, owned.Id) is not { } id)
        {
            // A call about everybody's things at once.
            return owned.IsOptional && !reads && services.GetRequiredService<Viewer>().IsLimited
                ? Problem.Forbidden("access.others")
                : null;
        }

        if (await services.GetRequiredService<Ownership>().FindAsync(owned.Kind, id, context.RequestAborted) is not { } thing)
        {
            return owned.IsOptional && !services.GetRequiredService<Viewer>().IsLimited ? null : Ownership.NotThere(owned.Kind);
        }

        thing.KeepIn(context);
        if (!thing.MayChange) context.OnlyReads(id);
        return reads || thing.MayChange ? null : Ownership.NotYours(thing.Kind, thing.Owner);
    }

    private static int? IdOf(HttpContext context, string name) =>
        int.TryParse(
            context.Request.RouteValues[name]?.ToString() ?? context.Request.Query[name].ToString(), NumberStyles.None,
            CultureInfo.InvariantCulture, out var id) ? id : null;
}
