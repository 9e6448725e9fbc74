using EmailContactPortal.Data.Supervision;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmailContactPortal.Data.Tests.Supervision;

public sealed class SupervisedServiceTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Service_that_is_stopped_from_two_sides_at_once_ends_once_and_both_wait_for_it()
    {
        using var service = new Service();
        await service.StartAsync(default);
        var first = Task.Run(() => service.StopAsync(default));
        var second = Task.Run(() => service.StopAsync(default));
        await service.Ending.WaitAsync(Timeout);
        Assert.False(first.IsCompleted || second.IsCompleted);
        service.Finish();
        await Task.WhenAll(first, second).WaitAsync(Timeout);
        await service.StopAsync(default);

        Assert.Equal((1, true), (service.Endings, service.WasIdle));
    }

    private sealed class Service() : SupervisedService(new Loops(TimeProvider.System, NullLogger<Loops>.Instance))
    {
        private readonly TaskCompletionSource ending = new();
        private readonly TaskCompletionSource finish = new();

        internal Task Ending => ending.Task;

        internal int Endings { get; private set; }

        internal bool WasIdle { get; private set; }

        protected override string Name => "Being stopped";

        internal void Finish() => finish.SetResult();

        protected override Task StepAsync(CancellationToken stoppingToken) => Task.Delay(System.Threading.Timeout.Infinite, stoppingToken);

        protected override async Task StoppedAsync(bool isIdle, CancellationToken cancellationToken)
        {
            (Endings, WasIdle) = (Endings + 1, isIdle);
            ending.TrySetResult();
            await finish.Task;
        }
    }
}
