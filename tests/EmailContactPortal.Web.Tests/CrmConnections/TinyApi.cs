using EmailContactPortal.Testing.Serving;
using Microsoft.AspNetCore.Http;

namespace EmailContactPortal.Web.Tests.CrmConnections;

/// <summary>The smallest CRM that can be described: one campaign, two people, a key in a header.</summary>
internal static class TinyApi
{
    public static Task<LoopbackServer> StartAsync() => LoopbackServer.StartAsync(AnswerAsync);

    private static Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Headers["X-Key"] != "tiny-secret") context.Response.StatusCode = 401;
        return context.Response.WriteAsJsonAsync<object>((context.Response.StatusCode, context.Request.Path.Value) switch
        {
            (401, _) => new { message = "Who are you?" },
            (_, "/campaigns") => new[] { new { id = 7, name = "Tiny" } },
            _ => new[] { new { id = 1, mail = "anna@example.test", city = "Oulu" }, new { id = 2, mail = "bo@example.test", city = "" } },
        });
    }
}
