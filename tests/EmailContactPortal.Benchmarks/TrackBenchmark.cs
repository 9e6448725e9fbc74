using System.Diagnostics;
using System.Text.Json;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Testing;
using EmailContactPortal.Tracking;
using EmailContactPortal.Web.Public;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Benchmarks;

/// <summary>
/// Hits per second on <c>/o</c> and <c>/c</c>, each durable before it is answered, beside a bare Kestrel endpoint that does nothing,
/// over many recipients in random order; afterwards every answered hit must be in the database.
/// </summary>
internal static class TrackBenchmark
{
    private const int People = 20_000;
    private const int Tokens = 50_000;

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Options(args);
        var connections = options.Number("connections", 32);
        var seconds = options.Number("seconds", 10);
        await using var database = await TestDatabase.CreateAsync();
        await using var app = Portal(database);
        Note($"writing a campaign of {People} recipients");
        var paths = await PathsAsync(app.Services);
        await app.StartAsync();
        await using var bare = Bare();
        await bare.StartAsync();

        Note("warming up");
        await LoadGenerator.RunAsync(AddressOf(bare), ["/nothing"], connections, 3);
        var warmUp = await LoadGenerator.RunAsync(AddressOf(app), paths, connections, 3);
        Note($"{connections} connections, {seconds} s each: bare, portal, bare, portal");
        var start = Process.GetCurrentProcess().TotalProcessorTime;
        var firstCeiling = await LoadGenerator.RunAsync(AddressOf(bare), ["/nothing"], connections, seconds);
        var bareCpu = Process.GetCurrentProcess().TotalProcessorTime - start;
        start = Process.GetCurrentProcess().TotalProcessorTime;
        var first = await LoadGenerator.RunAsync(AddressOf(app), paths, connections, seconds);
        var portalCpu = Process.GetCurrentProcess().TotalProcessorTime - start;
        var secondCeiling = await LoadGenerator.RunAsync(AddressOf(bare), ["/nothing"], connections, seconds);
        var second = await LoadGenerator.RunAsync(AddressOf(app), paths, connections, seconds);

        var settling = Stopwatch.StartNew();
        await app.StopAsync();
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        var stored = await db.TrackingEvents.LongCountAsync();
        var answered = warmUp.Requests + first.Requests + second.Requests;
        Note(
            $"{answered} answered, {stored} events stored and counted; the last of them {settling.ElapsedMilliseconds} ms after the load "
                + "ended");
        Note($"refused: {warmUp.Errors + first.Errors + second.Errors}");
        var hits = (first.PerSecond + second.PerSecond) / 2;
        var ceiling = (firstCeiling.PerSecond + secondCeiling.PerSecond) / 2;
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            hitsPerSecond = Math.Round(hits),
            ceilingPerSecond = Math.Round(ceiling),
            ratio = Math.Round(hits / ceiling, 3),
            p99Milliseconds = Math.Round(Math.Max(first.P99Milliseconds, second.P99Milliseconds), 2),
            microsecondsOfProcessorPerHit = Math.Round(portalCpu.TotalMicroseconds / first.Requests, 1),
            microsecondsOfProcessorBare = Math.Round(bareCpu.TotalMicroseconds / firstCeiling.Requests, 1),
            connections,
            recipients = People,
            settledAfterMilliseconds = settling.ElapsedMilliseconds,
            lost = Math.Max(0, answered - stored),
            generator = LoadGenerator.Name,
        }));
        return stored >= answered ? 0 : 1;
    }

    private static WebApplication Portal(TestDatabase database)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddConsole(c => c.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        builder.Services.AddData(database.Options).AddTracking(Path.Combine(database.Directory, "hits"));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseTrackedHits();
        return app;
    }

    private static WebApplication Bare()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.ContentLength = 0;
            return Task.CompletedTask;
        });
        return app;
    }

    /// <summary>Nine opens for one click, as in life; recipients in random order, each picture loaded several times over a run.</summary>
    private static async Task<IReadOnlyList<string>> PathsAsync(IServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        var sent = await SentCampaign.AddAsync(db, People);
        var tokens = services.GetRequiredService<PublicToken>();
        var random = new Random(1);
        return
        [
            .. Enumerable.Range(0, Tokens).Select(n =>
            {
                var delivery = sent.Deliveries[random.Next(People)];
                return n % 10 == 9
                    ? "/c/" + tokens.Create(TokenScope.Click, delivery, sent.Links[0])
                    : "/o/" + tokens.Create(TokenScope.Open, delivery);
            }),
        ];
    }

    private static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.First());

    private static void Note(string text) => Console.Error.WriteLine(text);
}
