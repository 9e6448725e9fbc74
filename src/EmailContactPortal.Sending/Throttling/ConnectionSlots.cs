namespace EmailContactPortal.Sending.Throttling;

/// <summary>
/// The connections one instance may have to one mail server, shared by all campaigns that are being sent: first come, first served, by
/// turns.
/// </summary>
internal sealed class ConnectionSlots(TimeProvider time)
{
    // Long enough that opening a connection weighs nothing, short enough that a second campaign begins at once.
    private static readonly TimeSpan LongestUse = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private int _used;
    private int _waitingCount;

    /// <summary>The most there may be.</summary>
    internal int Most { get; set; } = 1;

    /// <summary>Waits for a slot; when it was got, for <see cref="ShouldLeave"/>.</summary>
    internal async Task<long> EnterAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource mine;
        lock (_lock)
        {
            if (_used < Most && _waiting.Count == 0)
            {
                _used++;
                return time.GetTimestamp();
            }

            _waiting.Enqueue(mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            _waitingCount++;
        }

        await using (cancellationToken.Register(() => mine.TrySetCanceled(cancellationToken)))
            await mine.Task;
        return time.GetTimestamp();
    }

    /// <summary>Whether one that came in at <paramref name="entered"/> should let another in.</summary>
    internal bool ShouldLeave(long entered) =>
        Volatile.Read(ref _waitingCount) > 0 && time.GetElapsedTime(entered) >= LongestUse || Volatile.Read(ref _used) > Most;

    /// <summary>Frees a slot.</summary>
    internal void Leave()
    {
        lock (_lock)
        {
            _used--;
            while (_used < Most && _waiting.TryDequeue(out var next))
            {
                _waitingCount--;
                if (next.TrySetResult())
                    _used++;
            }
        }
    }
}
