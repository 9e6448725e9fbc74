using EmailContactPortal.Data.Supervision;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Data.Tests.Supervision;

/// <summary>When a loop counts as failing, and from when it counts as well again.</summary>
public sealed class LoopsProofTests
{
    private const string Name = "Counting sheep";
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private readonly WatchedClock clock = new();

    [Fact]
    public async Task Loop_that_fails_again_and_again_is_well_again_only_after_ten_seconds_of_working()
    {
        var log = new WellAgain();
        var loops = new Loops(clock, log);
        using var stop = new CancellationTokenSource();
        var round = 0;
        var loop = loops.KeepAsync(
            Name,
            LongestPause,
            token =>
                ++round <= 3 ? throw new InvalidOperationException($"The fence is broken, {round}.") : Task.Delay(Timeout.Infinite, token),
            stop.Token);
        for (var failures = 1; failures <= 3; failures++)
        {
            var pause = await clock.NextWaitAsync();
            var state = Assert.Single(loops.All);
            Assert.Equal((true, failures, $"The fence is broken, {failures}."), (state.IsFailing, state.Failures, state.Reason));
            Assert.InRange(pause, TimeSpan.FromSeconds(0.8 * Math.Pow(2, failures - 1)), TimeSpan.FromSeconds(Math.Pow(2, failures - 1)));
            clock.Advance(pause);
        }

        // It works now, without coming back: nobody knows yet for how long.
        Assert.Equal(TimeSpan.FromSeconds(10), await clock.NextWaitAsync());
        clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.True(Assert.Single(loops.All).IsFailing);
        clock.Advance(TimeSpan.FromSeconds(0.1));
        await log.Said.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(new LoopState(Name), Assert.Single(loops.All));
        await stop.CancelAsync();
        await loop.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Loop_that_fails_before_its_ten_seconds_are_over_has_not_worked_between()
    {
        var loops = new Loops(clock, new WellAgain());
        using var stop = new CancellationTokenSource();
        var (round, working) = (0, new TaskCompletionSource());
        var loop = loops.KeepAsync(
            Name, LongestPause, _ => ++round == 2 ? working.Task : throw new InvalidOperationException("The fence is broken."), stop.Token);
        clock.Advance(await clock.NextWaitAsync());
        Assert.Equal(TimeSpan.FromSeconds(10), await clock.NextWaitAsync());
        clock.Advance(TimeSpan.FromSeconds(9));
        working.SetException(new InvalidOperationException("The fence is broken again."));
        await clock.NextWaitAsync();

        var state = Assert.Single(loops.All);
        Assert.Equal((2, "The fence is broken again."), (state.Failures, state.Reason));
        await stop.CancelAsync();
        await loop.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>A log that waits for the word that a loop works again.</summary>
    private sealed class WellAgain : ILogger<Loops>
    {
        private readonly TaskCompletionSource said = new();

        internal Task Said => said.Task;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Information) said.TrySetResult();
        }
    }
}
