using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace EmailContactPortal.Web.Features.Account;

/// <summary>Ends answers that go on for as long as somebody looks (live progress) when the session of who looks ends.</summary>
internal static class SessionWatch
{
    private const string Stream = "text/event-stream";

    /// <summary>Goes right after authentication.</summary>
    public static IApplicationBuilder UseSessionWatch(this IApplicationBuilder app) => app.Use(static async (context, next) =>
    {
        if (context.User.Identity?.AuthenticationType != IdentityConstants.ApplicationScheme
            || context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult is not { Succeeded: true } signedIn)
        {
            await next(context);
            return;
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var outer = context.RequestAborted;
        context.RequestAborted = ends.Token;
        Task? watch = null;
        context.Response.OnStarting(() =>
        {
            if (context.Response.ContentType?.StartsWith(Stream, StringComparison.OrdinalIgnoreCase) == true)
                watch = WatchAsync(context, signedIn, ends);
            return Task.CompletedTask;
        });
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested && !outer.IsCancellationRequested)
        {
            // The session ended; the stream ends with it and the browser asks again.
        }
        finally
        {
            await ends.CancelAsync();
            if (watch is not null) await watch;
            context.RequestAborted = outer;
        }
    });

    private static async Task WatchAsync(HttpContext context, AuthenticateResult signedIn, CancellationTokenSource ends)
    {
        var watched = context.RequestServices.GetRequiredService<WatchedSessions>();
        await watched.EndOfAsync(signedIn.Principal!, signedIn.Properties, ends.Token);
        await ends.CancelAsync();
    }
}
