using EmailContactPortal.Data;
using EmailContactPortal.Tracking.Hits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Tracking.Storing;

/// <summary>
/// Commits hits in groups. A few at a time go straight into events and counters. When many come at once they go into the journal, which
/// is a tenth of the work before the answer, and are worked off in large runs between the commits, so that counters lag by seconds at most.
/// </summary>
internal sealed class HitWriter(HitRecorder recorder, IDbContextFactory<PortalContext> contexts, TimeProvider time, ILogger<HitWriter> logger) : BackgroundService
{
    /// <summary>Hits that are written straight: one person's worth, not a crowd.</summary>
    private const int Few = 8;

    /// <summary>Journal rows worked off in one transaction; bounds how long an answer waits behind it.</summary>
    private const int Run = 1000;

    /// <summary>How often an idle writer looks for what an instance that died left in the journal.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    /// <summary>A pause in the stream of hits that is long enough to work off the rest of the journal.</summary>
    private static readonly TimeSpan Lull = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan MaxLag = TimeSpan.FromMilliseconds(500);
    private HitStore? store;
    private int journaled;
    private long journaledSince;
    private bool foldFailed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await FoldAsync();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var came = await recorder.WaitAsync(journaled > 0 ? Lull : Look, stoppingToken);
                var batch = recorder.Take();
                if (batch.Hits.Count > 0) await RecordAsync(batch);
                var due = !came || journaled >= Run || (journaled > 0 && time.GetElapsedTime(journaledSince) > MaxLag);
                if (due && (!foldFailed || time.GetElapsedTime(journaledSince) > Look)) await FoldAsync();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
        }

    }

    /// <summary>Answers what came in before the portal stopped, even when it stopped before the first look.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        recorder.Close();
        var rest = recorder.Take();
        if (rest.Hits.Count > 0) await RecordAsync(rest);
        await CloseAsync();
    }

    private async Task RecordAsync(HitBatch batch)
    {
        var journal = journaled > 0 || batch.Hits.Count > Few;
        var outcome = await CommitAsync(batch.Hits, journal);
        batch.Settle(outcome);
        if (!journal || outcome != HitOutcome.Recorded) return;
        if (journaled == 0) journaledSince = time.GetTimestamp();
        journaled += batch.Hits.Count;
    }

    private async Task<HitOutcome> CommitAsync(List<Hit> hits, bool journal)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                store ??= await HitStore.OpenAsync(contexts, CancellationToken.None);
                await (journal ? store.JournalAsync(hits, CancellationToken.None) : store.WriteAsync(hits, CancellationToken.None));
                return HitOutcome.Recorded;
            }
            catch (Exception exception)
            {
                await CloseAsync();
                if (attempt >= 2)
                {
                    logger.LogError(exception, "{Count} opens and clicks could not be recorded; their requests were answered with 503", hits.Count);
                    return HitOutcome.Unavailable;
                }
            }
        }
    }

    private async Task FoldAsync()
    {
        try
        {
            store ??= await HitStore.OpenAsync(contexts, CancellationToken.None);
            var folded = await store.FoldAsync(Run, CancellationToken.None);
            journaled = folded < Run ? 0 : Math.Max(1, journaled - folded);
            foldFailed = false;
        }
        catch (Exception exception)
        {
            foldFailed = true;
            await CloseAsync();
            logger.LogError(exception, "Recorded opens and clicks could not be counted; they stay in the journal and are tried again");
        }

        journaledSince = time.GetTimestamp();
    }

    private async Task CloseAsync()
    {
        if (store is { } open) await open.DisposeAsync();
        store = null;
    }
}
