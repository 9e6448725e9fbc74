using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Tracking.Hits;
using EmailContactPortal.Tracking.Journaling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Tracking.Storing;

/// <summary>
/// Works journaled hits into events and counters: in large runs, because a thousand hits that share pages cost a fraction of a thousand single ones,
/// and beside the requests, which wait for the journal only.
/// </summary>
internal sealed class HitFolding(HitJournal journal, IDbContextFactory<PortalContext> contexts, TimeProvider time, Loops loops, ILogger<HitFolding> logger)
    : SupervisedService(loops)
{
    /// <summary>Hits of one transaction on SQLite; bounds how long others wait for its one writer.</summary>
    private const int Run = 20_000;

    /// <summary>Hits of one transaction on SQL Server, where each holds a row of a delivery that sending and bounces want too.</summary>
    private const int RunOnSqlServer = 1_000;

    /// <summary>How often the journal is looked at, which is how far counters lag under load.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private HitStore? store;
    private bool adopted;
    private int run;

    protected override string Name => "Counting opens and clicks";

    protected override TimeSpan LongestPause => TimeSpan.FromSeconds(10);

    protected override async Task StepAsync(CancellationToken stoppingToken)
    {
        if (!adopted) await AdoptAsync(stoppingToken);
        adopted = true;
        await FoldAllAsync(stoppingToken);
        await Task.Delay(Interval, time, stoppingToken);
    }

    /// <summary>Folds what came in until the end; registered before the writer, so it stops after it.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // Told to hurry, the host does not wait for the work under way; its connection is not ours to close then, and the journal keeps the rest.
        if (ExecuteTask is { IsCompleted: false }) return;
        try
        {
            await FoldAllAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogWarning(exception, "The last opens and clicks could not be counted; the journal keeps them for the next start");
        }

        await CloseAsync();
        journal.Dispose();
    }

    /// <summary>Folds what waits; throws when the database refuses, with everything back in its place.</summary>
    internal async Task FoldAllAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && journal.Take(await RunAsync()) is { } taken)
        {
            try
            {
                await WriteAsync(taken.Hits, new JournalPlace(taken.File.Name, taken.File.Folded), cancellationToken);
                if (journal.Done(taken)) await (await OpenAsync(cancellationToken)).ForgetAsync(taken.File.Name, CancellationToken.None);
            }
            catch
            {
                // What of it was written before the trouble is known by its mark, and left out the next time.
                journal.Return(taken);
                await CloseAsync();
                throw;
            }
        }
    }

    // One hit that cannot be written must not hold up those behind it: what fails for reasons of its own is halved until the culprit stands alone, and is set aside.
    private async Task WriteAsync(List<Hit> hits, JournalPlace place, CancellationToken cancellationToken)
    {
        try
        {
            await (await OpenAsync(cancellationToken)).WriteAsync(hits, place, CancellationToken.None);
        }
        catch (Exception exception) when (DatabaseErrors.IsOfRow(exception))
        {
            await CloseAsync();
            if (hits.Count == 1)
            {
                logger.LogError(exception, "An open or click of delivery {Delivery} cannot be counted; it is set aside", hits[0].DeliveryId);
                await (await OpenAsync(cancellationToken)).SetAsideAsync(hits[0], place, exception, time.GetUtcNow().UtcDateTime, CancellationToken.None);
                return;
            }

            var half = hits.Count / 2;
            await WriteAsync(hits[..half], place, cancellationToken);
            await WriteAsync(hits[half..], place with { Before = place.Before + half }, cancellationToken);
        }
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
                var folded = await (await OpenAsync(cancellationToken)).FoldedAsync(file.Name, cancellationToken);
                var rest = file.ReadAll().Skip((int)folded).ToList();
                foreach (var (n, some) in rest.Chunk(await RunAsync()).Index())
                    await WriteAsync([.. some], new JournalPlace(file.Name, folded + ((long)n * await RunAsync())), cancellationToken);
                file.Remove();
                await (await OpenAsync(cancellationToken)).ForgetAsync(file.Name, CancellationToken.None);
                if (rest.Count > 0) logger.LogInformation("{Count} opens and clicks of an earlier run were counted", rest.Count);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                file.Dispose();
                logger.LogError(exception, "The journal {Journal} of an earlier run cannot be read; it stays for the next start", file.Name);
            }
            catch
            {
                file.Dispose();
                await CloseAsync();
                throw;
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
