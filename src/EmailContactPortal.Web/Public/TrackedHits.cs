using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Tracking.Hits;
using EmailContactPortal.Tracking.Links;
using EmailContactPortal.Web.Shell.Languages;
using Microsoft.Extensions.Primitives;

namespace EmailContactPortal.Web.Public;

/// <summary>
/// Answers <c>/o/{token}</c> and <c>/c/{token}</c> before anything else of the pipeline runs: no route table, session, sign-in or form
/// token is paid for a picture of one dot. What it does not know goes on to the pages.
/// </summary>
internal static class TrackedHits
{
    private const int PathLength = PublicToken.Length + 3;
    private static readonly StringValues NoStore = "no-store";
    private static readonly StringValues OneSecond = "1";

    /// <summary>A transparent dot, 43 bytes.</summary>
    private static readonly byte[] Gif =
    [
        0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0x01, 0x00, 0x01, 0x00, 0x80, 0x00, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0x21, 0xF9, 0x04,
        0x01, 0x00, 0x00, 0x00, 0x00, 0x2C, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00, 0x02, 0x01, 0x44, 0x00, 0x3B, 0x00,
    ];

    /// <summary>Goes first in the pipeline.</summary>
    public static IApplicationBuilder UseTrackedHits(this IApplicationBuilder app)
    {
        var tokens = app.ApplicationServices.GetRequiredService<PublicToken>();
        var recorder = app.ApplicationServices.GetRequiredService<HitRecorder>();
        var links = app.ApplicationServices.GetRequiredService<LinkTargets>();
        return app.Use(next => context =>
        {
            var path = context.Request.Path.Value.AsSpan();
            if (path.Length < 3 || path[0] != '/' || path[2] != '/') return next(context);
            return path[1] switch
            {
                'o' => AnswerOpen(context, tokens, recorder),
                'c' when path.Length == PathLength => AnswerClick(context, next, tokens, recorder, links),
                _ => next(context),
            };
        });
    }

    private static Task AnswerOpen(HttpContext context, PublicToken tokens, HitRecorder recorder)
    {
        var get = HttpMethods.IsGet(context.Request.Method);
        if (!get && !HttpMethods.IsHead(context.Request.Method)) return Refuse(context, StatusCodes.Status405MethodNotAllowed);

        // A mail with a broken token still shows a dot and no broken picture; the status tells programs.
        if (!tokens.TryRead(context.Request.Path.Value.AsSpan(3), TokenScope.Open, out var delivery, out _))
            return Dot(context, StatusCodes.Status404NotFound);
        return get ? RecordOpen(context, recorder, delivery) : Dot(context, StatusCodes.Status200OK);
    }

    private static async Task RecordOpen(HttpContext context, HitRecorder recorder, long delivery)
    {
        var outcome = await recorder.RecordAsync(TrackingKind.Open, delivery, 0, context.Request.Headers.UserAgent);
        await (outcome == HitOutcome.Recorded
            ? Dot(context, StatusCodes.Status200OK)
            : Refuse(context, StatusCodes.Status503ServiceUnavailable));
    }

    private static async Task AnswerClick(
        HttpContext context, RequestDelegate next, PublicToken tokens, HitRecorder recorder, LinkTargets links)
    {
        var get = HttpMethods.IsGet(context.Request.Method);
        var isOurs = tokens.TryRead(context.Request.Path.Value.AsSpan(3), TokenScope.Click, out var delivery, out var link);
        if (!isOurs || (!get && !HttpMethods.IsHead(context.Request.Method))
            || await links.FindAsync(link, delivery, context.RequestAborted) is not { } target)
        {
            await next(context);
            return;
        }

        if (get && await recorder.RecordAsync(TrackingKind.Click, delivery, link, context.Request.Headers.UserAgent) != HitOutcome.Recorded)
        {
            await Refuse(context, StatusCodes.Status503ServiceUnavailable);
            return;
        }

        var response = context.Response;
        response.StatusCode = StatusCodes.Status302Found;
        response.Headers.Location = target;
        response.Headers.CacheControl = NoStore;
        response.ContentLength = 0;
    }

    private static Task Dot(HttpContext context, int status)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "image/gif";
        response.Headers.CacheControl = NoStore;
        response.ContentLength = Gif.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.BodyWriter.WriteAsync(Gif).AsTask();
    }

    private static async Task Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status405MethodNotAllowed) context.Response.Headers.Allow = "GET, HEAD";
        else context.Response.Headers.RetryAfter = OneSecond;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.SpeakAsBrowser();
        await context.Response.WriteAsync(status == StatusCodes.Status405MethodNotAllowed
            ? Words.Of("Only GET is answered here.")
            : Words.Of("The portal takes more requests than it can keep at this moment. Try again in a second."));
    }
}
