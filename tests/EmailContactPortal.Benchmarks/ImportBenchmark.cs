using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EmailContactPortal.Audience;
using EmailContactPortal.Audience.Importing;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Benchmarks;

/// <summary>
/// CSV to ready target group: upload, inspection, validation, de-duplication, consent check; beside a bare prepared insert of the same rows
/// in one transaction into a table with a unique index on the address. The order of addresses is shuffled, as in real files.
/// </summary>
internal static class ImportBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        var rows = new Options(args).Number("rows", 500_000);
        await using var database = await TestDatabase.CreateAsync();
        var file = Path.Combine(database.Directory, "people.csv");
        Note($"writing {rows} rows");
        await WriteAsync(file, rows);
        await using var services = database.Services(s => s.AddAudience(new AudienceOptions
        {
            UploadDirectory = Path.Combine(database.Directory, "uploads"),
            MaxUploadBytes = long.MaxValue,
        }));

        Note("warming up");
        var small = Path.Combine(database.Directory, "small.csv");
        await WriteAsync(small, 20_000);
        await ImportAsync(services, small, "warm-up");
        var firstBare = Bare(database.Directory, file, "first.db");
        Note($"bare insert: {firstBare.TotalSeconds:N2} s");
        GC.Collect();
        var (took, peak) = await WatchAsync(() => ImportAsync(services, file, "measured"));
        Note($"portal: {took.TotalSeconds:N2} s, peak {peak} MB");
        var secondBare = Bare(database.Directory, file, "second.db");
        Note($"bare insert: {secondBare.TotalSeconds:N2} s");

        await using var db = await services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        var import = await db.Imports.AsNoTracking().OrderByDescending(i => i.Id).FirstAsync();
        var members = await db.TargetGroups.Where(g => g.Name == "measured").Select(g => g.MemberCount).SingleAsync();
        var bare = rows / ((firstBare + secondBare).TotalSeconds / 2);
        var portal = rows / took.TotalSeconds;
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            rowsPerSecond = Math.Round(portal),
            barePerSecond = Math.Round(bare),
            ratio = Math.Round(portal / bare, 3),
            rows,
            members,
            duplicates = import.Duplicates,
            rejected = import.Rejected,
            peakMemoryMb = peak,
        }));
        return import.Status == ImportStatus.Done && members + import.Duplicates + import.Rejected == rows ? 0 : 1;
    }

    private static async Task ImportAsync(ServiceProvider services, string file, string name)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalContext>();
        var list = await db.ListTypes.FirstOrDefaultAsync() ?? db.ListTypes.Add(new ListType { Name = "Benchmark" }).Entity;
        await db.SaveChangesAsync();
        await using var content = File.OpenRead(file);
        var group = await scope.ServiceProvider.GetRequiredService<ImportCommands>()
            .ImportCsvAsync(content, "people.csv", name, list.Id, 1, CancellationToken.None);
        var import = await db.Imports.Where(i => i.TargetGroupId == group.Value).Select(i => i.Id).SingleAsync();
        await services.GetRequiredService<Imports>().RunAsync(import, null, CancellationToken.None);
    }

    private static async Task<(TimeSpan Took, long PeakMb)> WatchAsync(Func<Task> work)
    {
        using var stop = new CancellationTokenSource();
        var peak = 0L;
        var watching = Task.Run(async () =>
        {
            using var process = Process.GetCurrentProcess();
            using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            while (!stop.IsCancellationRequested && await beat.WaitForNextTickAsync())
            {
                process.Refresh();
                peak = Math.Max(peak, process.WorkingSet64);
            }
        });
        var clock = Stopwatch.StartNew();
        await work();
        clock.Stop();
        await stop.CancelAsync();
        await watching;
        return (clock.Elapsed, peak / 1024 / 1024);
    }

    private static TimeSpan Bare(string directory, string file, string name)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(directory, name)};Pooling=False");
        connection.Open();
        using var setUp = connection.CreateCommand();
        setUp.CommandText =
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000; CREATE TABLE people (email TEXT UNIQUE, "
                + "firstname TEXT, lastname TEXT, company TEXT)";
        setUp.ExecuteNonQuery();
        var people = File.ReadLines(file).Skip(1).Select(l => l.Split(',')).ToList();
        var clock = Stopwatch.StartNew();
        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT OR REPLACE INTO people VALUES ($a, $b, $c, $d)";
        foreach (var p in (string[])["$a", "$b", "$c", "$d"]) insert.Parameters.Add(p, SqliteType.Text);
        insert.Prepare();
        foreach (var person in people)
        {
            for (var i = 0; i < 4; i++) insert.Parameters[i].Value = person[i];
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
        return clock.Elapsed;
    }

    private static async Task WriteAsync(string file, int rows)
    {
        var order = Enumerable.Range(0, rows).ToArray();
        new Random(7).Shuffle(order);
        await using var writer = new StreamWriter(file);
        await writer.WriteLineAsync("email,firstname,lastname,company");
        foreach (var n in order)
        {
            // One in a hundred comes twice, one in a thousand is no address.
            var id = n % 100 == 1 ? n - 1 : n;
            var address = n % 1000 == 7 ? $"person {id}" : $"person.{id}@customers{id % 97}.example";
            await writer.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{address},First{n % 500},Lastname{n % 3000},Company number {n % 20000}"));
        }
    }

    private static void Note(string text) => Console.Error.WriteLine(text);
}
