using System.Collections.Concurrent;
using EmailContactPortal.Domain;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Data.Supervision;

/// <summary>
/// Keeps the loops of this process alive. One that throws is logged, shown in health and on the Jobs page, and begun again after a pause;
/// it takes neither the host nor another loop along, and it never dies without a word.
/// </summary>
public sealed class Loops(TimeProvider time, ILogger<Loops> logger)
{
    private const int MaxReason = 300;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    // A step that has run for so long after a failure works again, although it does not return.
    private static readonly TimeSpan Proof = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, LoopState> states = new(StringComparer.Ordinal);

    /// <summary>All loops that run, by name.</summary>
    public IReadOnlyList<LoopState> All => [.. states.Values.OrderBy(s => s.Name, StringComparer.Ordinal)];

    /// <summary>Calls <paramref name="step"/> again and again until stopped.</summary>
    /// <param name="name">What the loop does, in words for people.</param>
    /// <param name="longestPause">How long it waits at most after many failures.</param>
    /// <param name="step">One round with its own waiting; or the whole work, when it does not come back by itself.</param>
    /// <param name="stop">Ends the loop; a step that throws because of it has not failed.</param>
    public async Task KeepAsync(string name, TimeSpan longestPause, Func<CancellationToken, Task> step, CancellationToken stop)
    {
        states[name] = new LoopState(name);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                // Without it a step that returns at once would never let its caller go.
                await Task.Yield();
                var running = step(stop);
                if (states[name].IsFailing && await Task.WhenAny(running, Task.Delay(Proof, time, stop)) != running
                    && !stop.IsCancellationRequested) Worked(name);
                await running;
                Worked(name);
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                var failures = Failed(name, e);
                await Task.Delay(BackOff.After(failures, FirstPause, longestPause), time, stop)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        Ended(name);
    }

    /// <summary>A round went well.</summary>
    public void Worked(string name)
    {
        if (states.TryGetValue(name, out var before) && !before.IsFailing) return;
        states[name] = new LoopState(name);
        if (before is not null) logger.LogInformation("{Loop} works again", name);
    }

    /// <summary>A round failed; the log says so at once, and from then on at every tenth.</summary>
    /// <returns>How many have failed in a row.</returns>
    public int Failed(string name, Exception exception)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var reason = Text.Bound(exception.Message, MaxReason);
        var state = states.AddOrUpdate(
            name,
            _ => new LoopState(name, now, 1, reason),
            (_, before) => before with { FailingSince = before.FailingSince ?? now, Failures = before.Failures + 1, Reason = reason });
        if (state.Failures % 10 == 1)
            logger.LogError(exception, "{Loop} failed, {Failures} times in a row now; it is tried again", name, state.Failures);
        return state.Failures;
    }

    /// <summary>The loop is over, as it should be.</summary>
    public void Ended(string name) => states.TryRemove(name, out _);
}
