using Microsoft.Extensions.Hosting;

namespace EmailContactPortal.Data.Supervision;

/// <summary>A background service whose work is kept alive by <see cref="Loops"/>: every loop of the portal is one.</summary>
public abstract class SupervisedService(Loops loops) : BackgroundService
{
    private readonly Lock gate = new();
    private Task? stopping;

    /// <summary>What it does, in words for people.</summary>
    protected abstract string Name { get; }

    /// <summary>How long it waits at most after many failures.</summary>
    protected virtual TimeSpan LongestPause => TimeSpan.FromMinutes(1);

    /// <summary>
    /// Stops the loop, and what follows it. A host may be told to stop from two sides at once; it is done once, and both wait for it: two
    /// at work on one connection
    /// would break it.
    /// </summary>
    public sealed override Task StopAsync(CancellationToken cancellationToken)
    {
        lock (gate) return stopping ??= StopOnceAsync(cancellationToken);
    }

    /// <summary>One round with its own waiting; or the whole work, when it does not come back by itself.</summary>
    protected abstract Task StepAsync(CancellationToken stoppingToken);

    /// <summary>What is to be done after the loop.</summary>
    /// <param name="isIdle">
    /// Whether the loop has ended. Told to hurry, the host does not wait for the work under way: what that work uses is not to be touched
    /// then.
    /// </param>
    /// <param name="cancellationToken">Told to hurry.</param>
    protected virtual Task StoppedAsync(bool isIdle, CancellationToken cancellationToken) => Task.CompletedTask;

    protected sealed override Task ExecuteAsync(CancellationToken stoppingToken) =>
        loops.KeepAsync(Name, LongestPause, StepAsync, stoppingToken);

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        // Nothing of it runs while the gate is held.
        await Task.Yield();
        await base.StopAsync(cancellationToken);
        await StoppedAsync(ExecuteTask is not { IsCompleted: false }, cancellationToken);
    }
}
