namespace EmailContactPortal.Sending.Throttling;

/// <summary>
/// Work for recipient domains that are at their limit, put aside so that others go on; bounded by what each domain can take within
/// some seconds, and in all.
/// </summary>
/// <typeparam name="T">What is to be sent.</typeparam>
internal sealed class DelayedQueue<T>(TimeProvider time)
    where T : class
{
    /// <summary>Most things put aside in all.</summary>
    internal const int Most = 2_000;
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(5);
    private readonly Lock _lock = new();
    private readonly Dictionary<DomainThrottle, Queue<T>> _parked = [];
    private readonly List<DomainThrottle> _round = [];
    private int _next;
    private int _count;
    private long _lookedAt;

    internal int Count => Volatile.Read(ref _count);

    /// <summary>Puts something aside; false when there is no room for more of its domain.</summary>
    internal bool TryPark(DomainThrottle throttle, T item, bool deliversItself)
    {
        lock (_lock)
        {
            if (!_parked.TryGetValue(throttle, out var queue))
            {
                _parked.Add(throttle, queue = new Queue<T>());
                _round.Add(throttle);
            }

            if (_count >= Most || queue.Count >= throttle.MostParked(deliversItself))
                return false;
            queue.Enqueue(item);
            Volatile.Write(ref _count, _count + 1);
            return true;
        }
    }

    /// <summary>Something whose domain may go now, each domain in its turn; its throttle was passed.</summary>
    internal T? TryTake(bool deliversItself)
    {
        if (Count == 0)
            return null;
        lock (_lock)
        {
            // All were looked at a moment ago, and none could go.
            if (_lookedAt != 0 && time.GetElapsedTime(_lookedAt) < Again)
                return null;
            for (var i = 0; i < _round.Count; i++)
            {
                var throttle = _round[_next = (_next + 1) % _round.Count];
                var queue = _parked[throttle];
                if (queue.Count == 0 || !throttle.TryPass(deliversItself))
                    continue;
                Volatile.Write(ref _count, _count - 1);
                return queue.Dequeue();
            }

            _lookedAt = time.GetTimestamp();
            return null;
        }
    }

    /// <summary>Everything put aside; nothing is kept.</summary>
    internal List<T> Clear()
    {
        lock (_lock)
        {
            var all = _parked.Values.SelectMany(p => p).ToList();
            _parked.Clear();
            _round.Clear();
            Volatile.Write(ref _count, 0);
            return all;
        }
    }
}
