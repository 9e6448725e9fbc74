using System.Collections.Concurrent;
using System.Threading.Channels;
using EmailContactPortal.Sending.Committing;
using EmailContactPortal.Sending.Throttling;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>
/// Deliveries between the reader of batches and the connections; what one could not start comes back to the front. What its recipient
/// domain
/// cannot take now waits aside, and what does not fit there goes back to its batch, so that no domain holds up the others.
/// </summary>
internal sealed class WorkQueue(DomainThrottles domains, TimeProvider time)
{
    private static readonly TimeSpan SoonAgain = TimeSpan.FromMilliseconds(20);
    private readonly Channel<WorkItem> _items = Channel.CreateBounded<WorkItem>(2_000);
    private readonly ConcurrentQueue<WorkItem> _returned = new();
    private readonly ConcurrentQueue<HeldBatch> _closed = new();
    private readonly DelayedQueue<WorkItem> _aside = new(time);

    /// <summary>Whether nothing is left, and nothing more will be added.</summary>
    internal bool IsOver => _items.Reader.Completion.IsCompleted && _returned.IsEmpty && _aside.Count == 0;

    internal ValueTask AddAsync(WorkItem item, CancellationToken cancellationToken) => _items.Writer.WriteAsync(item, cancellationToken);

    /// <summary>Says that no more will be added.</summary>
    internal void Complete() => _items.Writer.TryComplete();

    internal void Return(WorkItem item)
    {
        item.LeaveDomain();
        _returned.Enqueue(item);
    }

    /// <summary>The next one whose recipient domain may be sent to now, if there is one.</summary>
    /// <param name="deliversItself">Whether the mail server that will take it does.</param>
    internal WorkItem? TryTake(bool deliversItself)
    {
        if (_aside.TryTake(deliversItself) is { } waiting)
            return waiting;
        while (_returned.TryDequeue(out var item) || _items.Reader.TryRead(out item))
        {
            item.Domain = domains.Find(item.Email);
            if (item.Domain is not { } domain || domain.TryPass(deliversItself))
                return item;
            if (!_aside.TryPark(domain, item, deliversItself))
                GoBack(item, domain.Book(deliversItself));
        }

        return null;
    }

    /// <summary>Waits until it is worth asking again; false when nothing is left.</summary>
    internal async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        if (_aside.Count > 0)
        {
            await Task.Delay(SoonAgain, time, cancellationToken);
            return true;
        }

        return !_returned.IsEmpty || await _items.Reader.WaitToReadAsync(cancellationToken) || !IsOver;
    }

    /// <summary>A batch that has nothing left on its way because all the rest went back to it.</summary>
    internal bool TryTakeClosed(out HeldBatch? batch) => _closed.TryDequeue(out batch);

    private void GoBack(WorkItem item, DateTime until)
    {
        item.Domain = null;
        item.Batch.PutAsideUntil(until);
        if (item.Batch.Close())
            _closed.Enqueue(item.Batch);
    }
}
