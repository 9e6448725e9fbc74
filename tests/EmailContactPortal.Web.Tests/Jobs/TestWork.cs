using System.Collections.Concurrent;
using EmailContactPortal.Web.Jobs;
using EmailContactPortal.Web.Jobs.Rows;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Web.Tests.Jobs;

/// <summary>What the rows of one kind want, and what its jobs did.</summary>
internal sealed class TestWork(string queue)
{
    private readonly ConcurrentDictionary<int, bool> wanted = new();
    private readonly ConcurrentQueue<int> ended = new();
    private readonly SemaphoreSlim begun = new(0);
    private readonly SemaphoreSlim stopped = new(0);
    private readonly SemaphoreSlim finished = new(0);
    private readonly TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Exception? Fault { get; set; }

    internal IReadOnlyCollection<int> Ended => ended;

    internal JobKind Kind(string group) => new(
        group,
        group,
        "When the test wants it",
        queue,
        group == "slow" ? typeof(SlowJob) : typeof(QuickJob),
        (_, id, _) => Task.FromResult<string?>($"row {id}"),
        (_, _, _) => Task.FromResult<IReadOnlyList<int>>([.. wanted.Keys]),
        (_, id, _) => Task.FromResult(wanted.ContainsKey(id)));

    internal void Want(int row) => wanted[row] = true;

    internal void Unwant(int row) => wanted.TryRemove(row, out _);

    /// <summary>Jobs go through without waiting.</summary>
    internal void Let() => gate.TrySetResult();

    internal void End()
    {
        wanted.Clear();
        Let();
    }

    internal async Task BegunAsync() => Assert.True(await begun.WaitAsync(RunningTests.Timeout));

    internal async Task StoppedAsync() => Assert.True(await stopped.WaitAsync(RunningTests.Timeout));

    internal async Task EndedAsync(int row)
    {
        Assert.True(await finished.WaitAsync(RunningTests.Timeout));
        Assert.Contains(row, ended);
    }

    internal async Task RunAsync(int id, CancellationToken cancellationToken)
    {
        begun.Release();
        try
        {
            await gate.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            stopped.Release();
            throw;
        }

        if (Fault is { } fault) throw fault;
        wanted.TryRemove(id, out _);
        ended.Enqueue(id);
        finished.Release();
    }
}

/// <summary>A job that waits until it is let go.</summary>
internal sealed class SlowJob([FromKeyedServices(typeof(SlowJob))] TestWork work) : RowJob
{
    public override Task RunAsync(int id, JobReport report, CancellationToken cancellationToken) => work.RunAsync(id, cancellationToken);
}

/// <summary>The same in another queue.</summary>
internal sealed class QuickJob([FromKeyedServices(typeof(QuickJob))] TestWork work) : RowJob
{
    public override Task RunAsync(int id, JobReport report, CancellationToken cancellationToken) => work.RunAsync(id, cancellationToken);
}
