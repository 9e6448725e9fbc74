using System.Diagnostics;
using System.Text.Json;
using EmailContactPortal.Audience.Importing;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Benchmarks;

/// <summary>
/// A CRM campaign to a ready target group, and the same again as a full synchronisation in which nobody changed; over HTTP from a fake
/// vtiger in the same process that computes its answers, beside a bare client that fetches the same pages and throws them away.
/// </summary>
internal static class SyncBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Options(args);
        var (members, delay) = (options.Number("members", 50_000), TimeSpan.FromMilliseconds(options.Number("delay", 0)));
        await using var server = await FastVtiger.StartAsync(members, delay);
        await using var database = await TestDatabase.CreateAsync();
        await using var services = CrmScene.Services(database);
        var connection = await CrmScene.ConnectAsync(services, server.Url, parallel: 1);
        var bare = await BareAsync(server.Url, members);
        Console.Error.WriteLine($"bare: {bare.TotalSeconds:N2} s");

        using var memory = new MemoryWatch();
        var clock = Stopwatch.StartNew();
        var group = await CrmScene.InScopeAsync<ImportCommands, int>(services, async c =>
            (await c.ImportCrmAsync(
                new CrmImportRequest(
                    "Big", await CrmScene.ListTypeAsync(services), connection, "1x1", ["mailingcity", "title"], IsDynamic: true), 1,
                    CancellationToken.None)).Value);
        await RunLastAsync(services);
        var first = clock.Elapsed;
        Console.Error.WriteLine($"import: {first.TotalSeconds:N2} s");
        clock.Restart();
        await CrmScene.InScopeAsync<ImportCommands, bool>(
            services, async c => (await c.SynchronizeAsync(group, 1, CancellationToken.None)).Succeeded);
        await RunLastAsync(services);
        var again = clock.Elapsed;
        await using var db = await services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        var ready = await db.TargetGroups.AsNoTracking().SingleAsync();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            membersPerSecond = Math.Round(members / first.TotalSeconds),
            againPerSecond = Math.Round(members / again.TotalSeconds),
            barePerSecond = Math.Round(members / bare.TotalSeconds),
            ratio = Math.Round(bare / first, 3),
            members = ready.MemberCount,
            peakMemoryMb = memory.PeakMb,
            baseMemoryMb = memory.BaseMb,
        }));
        return ready.SyncStatus == SyncStatus.UpToDate && ready.MemberCount == members ? 0 : 1;
    }

    private static async Task RunLastAsync(ServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        await services.GetRequiredService<Imports>().RunAsync(await db.Imports.MaxAsync(i => i.Id), null, CancellationToken.None);
    }

    private static async Task<TimeSpan> BareAsync(string url, int members)
    {
        using var http = new HttpClient();
        var clock = Stopwatch.StartNew();
        for (var last = 0; last < members; last += 100)
        {
            var query = Uri.EscapeDataString($"SELECT id FROM Contacts WHERE id > '12x{last}' ORDER BY id ASC LIMIT 100");
            _ = await http.GetByteArrayAsync(new Uri($"{url}/webservice.php?operation=query_related&query={query}"));
        }

        return clock.Elapsed;
    }
}
