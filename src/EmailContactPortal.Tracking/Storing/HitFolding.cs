using EmailContactPortal.Data;
using EmailContactPortal.Tracking.Journaling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Tracking.Storing;

/// <summary>
/// Works journaled hits into events and counters: in large runs, because a thousand hits that share pages cost a fraction of a thousand single ones,
/// and beside the requests, which wait for the journal only.
/// </summary>
internal sealed class HitFolding(HitJournal journal, IDbContextFactory<PortalContext> contexts, TimeProvider time, ILogger<HitFolding> logger) : BackgroundService
{
    /// <summary>Hits of one transaction on SQLite; bounds how long others wait for its one writer.</summary>
    private const int Run = 20_000;

    /// <summary>Hits of one transaction on SQL Server, where each holds a row of a delivery that sending and bounces want too.</summary>
    private const int RunOnSqlServer = 1_000;

    /// <summary>How often the journal is looked at, which is how far counters lag under load.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(5);
    private HitStore? store;
    private int run;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await AdoptAsync(stoppingToken);
            using var beat = new PeriodicTimer(Beat, time);
            while (await beat.WaitForNextTickAsync(stoppingToken))
            {
                if (!await FoldAllAsync(stoppingToken)) await Task.Delay(AfterTrouble, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The rest is folded when stopping, or stays in the journal for the next start.
        }
    }

    /// <summary>Folds what came in until the end; registered before the writer, so it stops after it.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // Told to hurry, the host does not wait for the work under way; its connection is not ours to close then, and the journal keeps the rest.
        if (ExecuteTask is { IsCompleted: false }) return;
        await FoldAllAsync(cancellationToken);
        await CloseAsync();
        journal.Dispose();
    }

    /// <summary>Folds what waits; false when the database refused.</summary>
    internal async Task<bool> FoldAllAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && journal.Take(await RunAsync()) is { } taken)
        {
            try
            {
                var open = await OpenAsync(cancellationToken);
                await open.WriteAsync(taken.Hits, new JournalPlace(taken.File.Name, taken.File.Folded), CancellationToken.None);
                if (journal.Done(taken)) await open.ForgetAsync(taken.File.Name, CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                // Stopping came between taking and writing; the last fold takes them again.
                journal.Return(taken);
                throw;
            }
            catch (Exception exception)
            {
                journal.Return(taken);
                await CloseAsync();
                logger.LogError(exception, "Recorded opens and clicks could not be counted; they are safe in the journal and are tried again");
                return false;
            }
        }

        return true;
    }

    private async Task<int> RunAsync()
    {
        if (run > 0) return run;
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        return run = db.Database.IsSqlServer() ? RunOnSqlServer : Run;
    }

    /// <summary>Folds what a process left that did not stop politely.</summary>
    internal async Task AdoptAsync(CancellationToken cancellationToken)
    {
        foreach (var file in journal.Orphans())
        {
            try
            {
                var open = await OpenAsync(cancellationToken);
                var folded = await open.FoldedAsync(file.Name, cancellationToken);
                var rest = file.ReadAll().Skip((int)folded).ToList();
                foreach (var (n, some) in rest.Chunk(await RunAsync()).Index())
                    await open.WriteAsync([.. some], new JournalPlace(file.Name, folded + (long)n * await RunAsync()), CancellationToken.None);
                file.Remove();
                await open.ForgetAsync(file.Name, CancellationToken.None);
                if (rest.Count > 0) logger.LogInformation("{Count} opens and clicks of an earlier run were counted", rest.Count);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                file.Dispose();
                await CloseAsync();
                logger.LogError(exception, "The journal {Journal} of an earlier run could not be counted; it is tried again at the next start", file.Name);
            }
        }
    }

    private async Task<HitStore> OpenAsync(CancellationToken cancellationToken) => store ??= await HitStore.OpenAsync(contexts, cancellationToken);

    private async Task CloseAsync()
    {
        if (store is { } open) await open.DisposeAsync();
        store = null;
    }
}
