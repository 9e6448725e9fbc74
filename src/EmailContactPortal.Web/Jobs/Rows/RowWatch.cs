using System.Data.Common;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Jobs.Rows;

/// <summary>
/// Beside a run, once a second: asks the row whether it still wants the work, so that a pause, a cancellation or a deletion reaches it,
/// and gives a sign of life with how far it is.
/// </summary>
internal sealed class RowWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private const int RoundsWithNews = 2;
    private const int RoundsWithout = 10;
    private readonly JobKind _kind;
    private readonly JobRun _run;
    private readonly JobReport _report;
    private readonly IDbContextFactory<PortalContext> _contexts;
    private readonly JobHistory _history;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationToken _outside;
    private readonly Task _work;

    internal RowWatch(
        JobKind kind, JobRun run, JobReport report, IDbContextFactory<PortalContext> contexts, JobHistory history, ILogger logger,
        CancellationToken outside)
    {
        (_kind, _run, _report, _contexts, _history, _logger, _outside) = (kind, run, report, contexts, history, logger, outside);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(outside);
        _work = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Fires when the run is to stop.</summary>
    internal CancellationToken Stopping => _stop.Token;

    /// <summary>Whether the row itself ended the run, not a person or the end of the instance.</summary>
    internal bool IsUnwanted { get; private set; }

    /// <summary>Why it stops, in words.</summary>
    internal string Why =>
        IsUnwanted ? "Stopped: the row does not want it any more." : "Stopped: somebody stopped it, or the instance was shut down.";

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _work;
        _stop.Dispose();
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        var (last, since) = (_report.Now, 0);
        while (await NextAsync(timer))
        {
            try
            {
                since++;
                var news = _report.Now;
                var isWanted = await AskAsync();
                if (since >= RoundsWithout || (since >= RoundsWithNews && news != last))
                {
                    isWanted &= await _history.HeartbeatAsync(_run, news.Percent, news.Words, _end.Token);
                    (last, since) = (news, 0);
                }

                if (isWanted) continue;
                IsUnwanted = !_outside.IsCancellationRequested;
                await _stop.CancelAsync();
                return;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException)
            {
                _logger.LogDebug(e, "The row of job {Job} could not be asked; it is asked again.", _run.Name);
            }
        }
    }

    private async Task<bool> AskAsync()
    {
        await using var db = await _contexts.CreateDbContextAsync(_end.Token);
        return await _kind.WantedAsync(db, _run.RowId, _end.Token);
    }

    private async ValueTask<bool> NextAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_end.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
