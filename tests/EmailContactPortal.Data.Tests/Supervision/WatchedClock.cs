using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace EmailContactPortal.Data.Tests.Supervision;

/// <summary>A clock that stands until a test moves it, and says when somebody begins to wait by it, and for how long.</summary>
internal sealed class WatchedClock : FakeTimeProvider
{
    private readonly Channel<TimeSpan> waits = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>The next waiting that begins, or has begun.</summary>
    internal async Task<TimeSpan> NextWaitAsync() => await waits.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
}
