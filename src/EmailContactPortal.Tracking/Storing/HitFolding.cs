using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Grouping;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Tracking.Journaling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Tracking.Storing;

/// <summary>
/// Works journaled hits into events and counters: in large runs, because a thousand hits that share pages cost a fraction of a thousand
/// single ones,
/// and beside the requests, which wait for the journal only.
/// </summary>
internal sealed class HitFolding(
    HitJournal journal, IDbContextFactory<PortalContext> contexts, TimeProvider time, Loops loops, ILogger<HitFolding> logger)
    : SupervisedService(loops)
{
    private const string Loop = "Counting opens and clicks";

    /// <summary>How often the journal is looked at, which is how far counters lag under load.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly GroupWriter groups = new(Loop, contexts, loops, time, logger);
    private bool adopted;
    private int atOnce;

    protected override string Name => Loop;

    protected override TimeSpan LongestPause => TimeSpan.FromSeconds(10);

    protected override async Task StepAsync(CancellationToken stoppingToken)
    {
        if (!adopted) await AdoptAsync(stoppingToken);
        adopted = true;
        await FoldAllAsync(stoppingToken);
        await Task.Delay(Interval, time, stoppingToken);
    }

    /// <summary>Folds what came in until the end; registered before the writer, so it stops after it.</summary>
    protected override async Task StoppedAsync(bool isIdle, CancellationToken cancellationToken)
    {
        // The journal keeps what the work under way does not get done.
        if (!isIdle) return;
        try
        {
            // A database that is away now is not waited for.
            await FoldAllAsync(cancellationToken, giveUp: new CancellationToken(canceled: true));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogWarning(exception, "The last opens and clicks could not be counted; the journal keeps them for the next start");
        }

        await groups.DisposeAsync();
        journal.Dispose();
    }

    /// <summary>Folds what waits; throws when it is given up or cannot be mended, with everything back in its place.</summary>
    /// <param name="cancellationToken">Stops between runs.</param>
    internal Task FoldAllAsync(CancellationToken cancellationToken) => FoldAllAsync(cancellationToken, giveUp: cancellationToken);

    private async Task FoldAllAsync(CancellationToken cancellationToken, CancellationToken giveUp)
    {
        while (!cancellationToken.IsCancellationRequested && journal.Take(await AtOnceAsync()) is { } taken)
        {
            try
            {
                await groups.WriteAsync(
                    new JournaledHits(taken.Hits, new JournalPosition(taken.File.Name, taken.File.Folded), time), giveUp);
            }
            catch
            {
                // What of it was written before the trouble is known by its mark, and left out the next time.
                journal.Return(taken);
                throw;
            }

            if (journal.Done(taken)) await ForgetAsync(taken.File);
        }
    }

    /// <summary>Folds what a process left that did not stop politely.</summary>
    internal async Task AdoptAsync(CancellationToken cancellationToken)
    {
        foreach (var file in journal.Orphans())
        {
            try
            {
                var counted = await AdoptAsync(file, cancellationToken);
                if (counted > 0) logger.LogInformation("{Count} opens and clicks of an earlier run were counted", counted);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                file.Dispose();
                logger.LogError(
                    exception, "The journal {Journal} of an earlier run cannot be read; it stays for the next start", file.Name);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
    }

    private async Task<int> AdoptAsync(JournalFile file, CancellationToken cancellationToken)
    {
        var folded = await FoldedAsync(file, cancellationToken);
        var rest = file.ReadAll().Skip((int)folded).ToList();
        foreach (var (n, some) in rest.Chunk(await AtOnceAsync()).Index())
        {
            var start = new JournalPosition(file.Name, folded + ((long)n * await AtOnceAsync()));
            await groups.WriteAsync(new JournaledHits([.. some], start, time), cancellationToken);
        }

        file.Remove();
        await ForgetAsync(file);
        return rest.Count;
    }

    private async Task<long> FoldedAsync(JournalFile file, CancellationToken cancellationToken)
    {
        await using var connection = await PreparedConnection.OpenAsync(contexts, cancellationToken);
        return await new HitStore(connection).FoldedAsync(file.Name, cancellationToken);
    }

    private async Task ForgetAsync(JournalFile file)
    {
        await using var connection = await PreparedConnection.OpenAsync(contexts, CancellationToken.None);
        await new HitStore(connection).ForgetAsync(file.Name, CancellationToken.None);
    }

    // Hits of one transaction.
    private async Task<int> AtOnceAsync()
    {
        if (atOnce > 0) return atOnce;
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        return atOnce = db.RowsOfGroup();
    }
}
