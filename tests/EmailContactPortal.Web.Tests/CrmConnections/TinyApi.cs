using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Web.Tests.CrmConnections;

/// <summary>The smallest CRM that can be described: one campaign, two people, a key in a header.</summary>
internal sealed class TinyApi : IAsyncDisposable
{
    private readonly WebApplication app;

    private TinyApi(WebApplication app) => this.app = app;

    public string Url { get; private set; } = "";

    public static async Task<TinyApi> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var api = new TinyApi(builder.Build());
        api.app.Run(AnswerAsync);
        await api.app.StartAsync();
        api.Url = api.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return api;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

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
