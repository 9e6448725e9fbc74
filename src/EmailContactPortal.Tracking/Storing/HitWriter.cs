using EmailContactPortal.Data;
using EmailContactPortal.Data.Grouping;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Tracking.Hits;
using EmailContactPortal.Tracking.Journaling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Tracking.Storing;

/// <summary>
/// Commits hits in groups and lets their requests go. A few at a time become events and counters at once. When many come together, or the
/// database does not answer, they go into the journal: one sync for all, and the counters follow within a second.
/// </summary>
internal sealed class HitWriter(
    HitRecorder recorder, HitJournal journal, IDbContextFactory<PortalContext> contexts, TimeProvider time, Loops loops,
    ILogger<HitWriter> logger)
    : SupervisedService(loops)
{
    /// <summary>Hits that are written straight: a few people's, not a crowd's.</summary>
    private const int Few = 8;

    /// <summary>Hits that may wait in the journal; above it requests wait longer, and then are told to come again.</summary>
    private const int MaxJournaled = 500_000;

    private static readonly TimeSpan FullPause = TimeSpan.FromMilliseconds(20);
    private PreparedConnection? connection;

    protected override string Name => "Recording opens and clicks";

    protected override TimeSpan LongestPause => TimeSpan.FromSeconds(1);

    protected override async Task StepAsync(CancellationToken stoppingToken)
    {
        while (journal.Count > MaxJournaled) await Task.Delay(FullPause, time, stoppingToken);
        if (await recorder.NextAsync(stoppingToken) is { } hits) await RecordAsync(hits);
    }

    /// <summary>Answers what came in before the portal stopped, even when it stopped before the first look.</summary>
    protected override async Task StoppedAsync(bool isIdle, CancellationToken cancellationToken)
    {
        recorder.Close();
        if (!isIdle) return;
        await RecordAsync(recorder.Take());
        if (connection is not null) await connection.DisposeAsync();
    }

    private async Task RecordAsync(List<PendingHit> pending)
    {
        if (pending.Count == 0) return;
        var outcome = HitOutcome.Unavailable;
        try
        {
            var hits = pending.ConvertAll(p => p.Hit);
            var isFew = hits.Count <= Few && journal.Count == 0;
            if ((isFew && await WriteAsync(hits)) || Append(hits)) outcome = HitOutcome.Recorded;
        }
        finally
        {
            // Whatever happens, nobody waits for an answer that never comes.
            foreach (var hit in pending) hit.TrySetResult(outcome);
        }
    }

    private async Task<bool> WriteAsync(List<Hit> hits)
    {
        try
        {
            connection ??= await PreparedConnection.OpenAsync(contexts, CancellationToken.None);
            await new HitStore(connection).WriteAsync(hits, position: null, CancellationToken.None);
            return true;
        }
        catch (Exception exception)
        {
            logger.LogWarning(exception, "Opens and clicks could not be written to the database; they go to the journal");
            if (connection is { } broken) await broken.DisposeAsync();
            connection = null;
            return false;
        }
    }

    private bool Append(List<Hit> hits)
    {
        try
        {
            journal.Append(hits);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogError(exception, "{Count} opens and clicks could not be kept; their requests were answered with 503", hits.Count);
            return false;
        }
    }
}
