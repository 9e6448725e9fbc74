using System.Collections.Concurrent;
using System.Threading.Channels;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>Deliveries between the reader of batches and the lines; what a line could not start comes back to the front.</summary>
internal sealed class WorkQueue
{
    private readonly Channel<WorkItem> _items = Channel.CreateBounded<WorkItem>(2_000);
    private readonly ConcurrentQueue<WorkItem> _returned = new();

    internal ValueTask AddAsync(WorkItem item, CancellationToken cancellationToken) => _items.Writer.WriteAsync(item, cancellationToken);

    /// <summary>Says that no more will be added.</summary>
    internal void Complete() => _items.Writer.TryComplete();

    internal void Return(WorkItem item) => _returned.Enqueue(item);

    /// <summary>The next one, if there is one now.</summary>
    internal WorkItem? TryTake() =>
        _returned.TryDequeue(out var item) || _items.Reader.TryRead(out item) ? item : null;

    /// <summary>The next one; null when all are taken.</summary>
    internal async ValueTask<WorkItem?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTake() is { } item)
                return item;
            if (!await _items.Reader.WaitToReadAsync(cancellationToken))
                return TryTake();
        }
    }
}
