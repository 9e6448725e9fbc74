using System.Diagnostics;
using System.Text.Json;
using EmailContactPortal.Audience.WriteBack;
using EmailContactPortal.Data.WriteBack;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Benchmarks;

/// <summary>
/// Facts happen at a steady rate while the outbox writes them to a vtiger with the events module; the lag of a fact is the time from its
/// happening to the CRM's answer being kept. With a delay for each call it shows what the CRM itself allows.
/// </summary>
internal static class WriteBackBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Options(args);
        var (events, rate, lanes) = (options.Number("events", 20_000), options.Number("rate", 1000), options.Number("parallel", 4));
        await using var server = await FastVtiger.StartAsync(10, TimeSpan.FromMilliseconds(options.Number("delay", 0)));
        await using var database = await TestDatabase.CreateAsync();
        await using var services = CrmScene.Services(database);
        var connection = await CrmScene.ConnectAsync(services, server.Url, lanes);
        var deliveries = await DeliverAsync(services, connection, events);
        using var memory = new MemoryWatch();
        using var over = new CancellationTokenSource();
        var clock = Stopwatch.StartNew();
        var writing = WriteAsync(services, connection, over.Token);
        await HappenAsync(services, deliveries, rate, clock);
        var happened = clock.Elapsed;
        await using var db = await CrmScene.OpenAsync(services);
        while (await db.WriteBackEntries.AnyAsync(e => e.Status == WriteBackStatus.Pending) && clock.Elapsed < TimeSpan.FromMinutes(2))
            await Task.Delay(100);
        var drained = clock.Elapsed;
        await over.CancelAsync();
        await writing;
        var lags = (await db.WriteBackEntries.AsNoTracking().Where(e => e.WrittenAt != null).Select(e => new { e.At, e.WrittenAt })
            .ToListAsync()).Select(e => (e.WrittenAt!.Value - e.At).TotalMilliseconds).Order().ToList();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            eventsPerSecond = Math.Round(events / happened.TotalSeconds),
            writtenPerSecond = Math.Round(lags.Count / drained.TotalSeconds),
            lagMedianMs = Math.Round(lags[lags.Count / 2]),
            lag99Ms = Math.Round(lags[lags.Count * 99 / 100]),
            lagWorstMs = Math.Round(lags[^1]),
            written = lags.Count,
            there = server.Records,
            repeated = server.Repeated,
            callsPerFact = Math.Round((double)server.Calls / events, 2),
            parallel = lanes,
            peakMemoryMb = memory.PeakMb,
        }));
        return lags.Count == events && server.Records == events && server.Repeated == 0 ? 0 : 1;
    }

    private static async Task HappenAsync(ServiceProvider services, List<long> deliveries, int rate, Stopwatch clock)
    {
        // Ten times a second, as tracking hands its facts over in groups.
        foreach (var (group, some) in deliveries.Chunk(Math.Max(1, rate / 10)).Index())
        {
            var wait = TimeSpan.FromMilliseconds(100 * group) - clock.Elapsed;
            if (wait > TimeSpan.Zero) await Task.Delay(wait);
            await using var db = await CrmScene.OpenAsync(services);
            var now = DateTime.SpecifyKind(TimeProvider.System.GetUtcNow().UtcDateTime, DateTimeKind.Utc);
            await db.AddFactsAsync([.. some.Select(d => new WriteBackFact(d, CrmActivityKind.Opened, now))], CancellationToken.None);
        }
    }

    private static async Task WriteAsync(ServiceProvider services, int connection, CancellationToken over)
    {
        var writeBack = services.GetRequiredService<CrmWriteBack>();
        while (!over.IsCancellationRequested)
        {
            if (await writeBack.RunAsync(connection, CancellationToken.None) == 0) await Task.Delay(50, CancellationToken.None);
        }
    }

    private static async Task<List<long>> DeliverAsync(ServiceProvider services, int connection, int count)
    {
        await using var db = await CrmScene.OpenAsync(services);
        var campaign = new Campaign { Name = "Benchmark", CrmConnectionId = connection };
        db.Campaigns.Add(campaign);
        await db.SaveChangesAsync();
        foreach (var some in Enumerable.Range(1, count).Chunk(2000))
        {
            db.Deliveries.AddRange(some.Select(i => new Delivery
            {
                CampaignId = campaign.Id,
                Email = $"p{i}@example.com",
                EmailKey = $"p{i}@example.com",
                CrmContactId = $"12x{i}",
                Status = DeliveryStatus.Sent,
            }));
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
        }

        return await db.Deliveries.Where(d => d.CampaignId != 0).Select(d => d.Id).ToListAsync();
    }
}
