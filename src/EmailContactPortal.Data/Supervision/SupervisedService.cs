using Microsoft.Extensions.Hosting;

namespace EmailContactPortal.Data.Supervision;

/// <summary>A background service whose work is kept alive by <see cref="Loops"/>: every loop of the portal is one.</summary>
public abstract class SupervisedService(Loops loops) : BackgroundService
{
    /// <summary>What it does, in words for people.</summary>
    protected abstract string Name { get; }

    /// <summary>How long it waits at most after many failures.</summary>
    protected virtual TimeSpan LongestPause => TimeSpan.FromMinutes(1);

    /// <summary>One round with its own waiting; or the whole work, when it does not come back by itself.</summary>
    protected abstract Task StepAsync(CancellationToken stoppingToken);

    protected sealed override Task ExecuteAsync(CancellationToken stoppingToken) => loops.KeepAsync(Name, LongestPause, StepAsync, stoppingToken);
}
