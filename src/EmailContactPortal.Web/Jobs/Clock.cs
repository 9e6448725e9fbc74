using EmailContactPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Jobs;

/// <summary>
/// Looks into the tables every two seconds, or at once when nudged, and makes sure that every row that wants work has a job.
/// Several instances may do so side by side: a job's name is its row, and the scheduler takes a name only once.
/// </summary>
internal sealed class Clock(
    IDbContextFactory<PortalContext> contexts,
    IEnumerable<JobKind> kinds,
    JobStarter starter,
    Nudge nudge,
    ILogger<Clock> logger) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogWarning(e, "The clock could not look for due work; it tries again.");
            }

            await nudge.WaitAsync(Beat, stoppingToken);
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var kind in kinds)
        {
            foreach (var id in await kind.DueAsync(db, starter.UtcNow, cancellationToken))
            {
                await starter.EnsureAsync(kind, id, cancellationToken);
            }
        }
    }
}

/// <summary>Lets a screen's command be picked up at once instead of at the next beat; a hint only, nothing is lost without it.</summary>
public sealed class Nudge : IDisposable
{
    private readonly SemaphoreSlim signal = new(0, 1);

    /// <summary>Wakes the clock of this instance.</summary>
    public void Now()
    {
        if (signal.CurrentCount > 0) return;
        try
        {
            signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another command was faster; one wake-up serves both.
        }
    }

    internal async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            await signal.WaitAsync(atMost, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Stopping; the caller's loop ends.
        }
    }

    public void Dispose() => signal.Dispose();
}
