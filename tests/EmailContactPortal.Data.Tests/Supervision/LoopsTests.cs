using EmailContactPortal.Data.Supervision;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmailContactPortal.Data.Tests.Supervision;

public sealed class LoopsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly Loops loops = new(TimeProvider.System, NullLogger<Loops>.Instance);

    [Fact]
    public async Task Loop_that_fails_is_named_with_its_reason_and_begun_again_until_it_works()
    {
        using var stop = new CancellationTokenSource();
        var (rounds, seen) = (0, new List<LoopState>());
        var working = new TaskCompletionSource();
        var loop = loops.KeepAsync(
            "Counting sheep",
            TimeSpan.FromMilliseconds(1),
            async token =>
            {
                seen.Add(Assert.Single(loops.All));
                if (++rounds <= 3) throw new InvalidOperationException("The fence is broken.");
                if (rounds > 4) working.TrySetResult();
                await Task.Yield();
                token.ThrowIfCancellationRequested();
            },
            stop.Token);
        await working.Task.WaitAsync(Limit);
        await stop.CancelAsync();
        await loop.WaitAsync(Limit);

        Assert.Equal([0, 1, 2, 3, 0], seen.Take(5).Select(s => s.Failures));
        Assert.Equal(("Counting sheep", "The fence is broken.", true), (seen[3].Name, seen[3].Reason, seen[3].IsFailing));
        Assert.Empty(loops.All);
    }

    [Fact]
    public async Task Loop_whose_step_throws_before_it_waits_harms_neither_its_starter_nor_its_neighbour()
    {
        using var stop = new CancellationTokenSource();
        var neighbour = new TaskCompletionSource();
        var broken = loops.KeepAsync(
            "Broken", TimeSpan.FromMilliseconds(1), _ => throw new InvalidOperationException("always"), stop.Token);
        var sound = loops.KeepAsync(
            "Sound", TimeSpan.FromMilliseconds(1), async token => { neighbour.TrySetResult(); await Task.Delay(Timeout.Infinite, token); },
            stop.Token);
        await neighbour.Task.WaitAsync(Limit);
        await stop.CancelAsync();
        await Task.WhenAll(broken, sound).WaitAsync(Limit);
    }

    [Fact]
    public async Task Step_that_ends_because_the_portal_stops_has_not_failed()
    {
        using var stop = new CancellationTokenSource();
        var began = new TaskCompletionSource();
        var loop = loops.KeepAsync(
            "Waiting", TimeSpan.FromSeconds(1), async token => { began.TrySetResult(); await Task.Delay(Timeout.Infinite, token); },
            stop.Token);
        await began.Task.WaitAsync(Limit);
        Assert.False(Assert.Single(loops.All).IsFailing);
        await stop.CancelAsync();
        await loop.WaitAsync(Limit);
    }
}
