using System.Runtime.CompilerServices;
using EmailContactPortal.Data.Supervision;

namespace EmailContactPortal.Web.Shell.Live;

/// <summary>
/// Reads what moves once a second, however many look at it: the first viewer of a thing begins its reading, the last one ends it. A viewer
/// who cannot follow gets the latest news and misses those between. All streams end when the portal stops, and when a reading fails:
/// browsers ask again by themselves.
/// </summary>
internal sealed class LivePages(Loops loops, TimeProvider time, IHostApplicationLifetime lifetime) : SupervisedService(loops)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private readonly Dictionary<string, LiveThing> things = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim wake = new(0);

    protected override string Name => "Live pages";

    protected override TimeSpan LongestPause => TimeSpan.FromSeconds(5);

    /// <summary>How many things are looked at now.</summary>
    internal int Watched
    {
        get
        {
            lock (gate) return things.Count;
        }
    }

    /// <summary>The news of a thing, beginning with how it is now; ends when the thing is gone.</summary>
    /// <param name="name">Names the thing; who watches the same name gets the same news.</param>
    /// <param name="begin">Makes the reader of the first viewer: it is called once a second, and says null when the thing is gone.</param>
    /// <param name="cancellationToken">The viewer has left.</param>
    public async IAsyncEnumerable<T> WatchAsync<T>(
        string name, Func<Func<CancellationToken, Task<T?>>> begin, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var viewer = Join(name, () =>
        {
            var read = begin();
            return async token => await read(token);
        });
        try
        {
            while (await viewer.NextAsync(ends.Token) is T news) yield return news;
        }
        finally
        {
            Leave(name, viewer);
        }
    }

    protected override async Task StepAsync(CancellationToken stoppingToken)
    {
        var due = Due(out var pause);
        if (due.Count > 0) await Task.WhenAll(due.Select(t => ReadAsync(t, stoppingToken)));
        else await WaitAsync(pause, stoppingToken);
    }

    private async Task ReadAsync(LiveThing thing, CancellationToken cancellationToken)
    {
        object? news = null;
        try
        {
            news = await thing.Read(cancellationToken);
        }
        finally
        {
            lock (gate)
            {
                thing.ReadAt = time.GetTimestamp();
                thing.Tell(news);
                if (news is null && things.GetValueOrDefault(thing.Name) == thing) things.Remove(thing.Name);
            }
        }
    }

    private List<LiveThing> Due(out TimeSpan pause)
    {
        lock (gate)
        {
            TimeSpan Left(LiveThing thing) => thing.ReadAt is { } at ? Interval - time.GetElapsedTime(at) : TimeSpan.Zero;
            var left = things.Values.Select(t => (Thing: t, Pause: Left(t))).ToList();
            pause = left.Count == 0 ? Timeout.InfiniteTimeSpan : left.Min(t => t.Pause);
            return [.. left.Where(t => t.Pause <= TimeSpan.Zero).Select(t => t.Thing)];
        }
    }

    /// <summary>Until the next reading, or until somebody looks at something new.</summary>
    private async Task WaitAsync(TimeSpan pause, CancellationToken stoppingToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAny(wake.WaitAsync(enough.Token), Task.Delay(pause, time, enough.Token));
        await enough.CancelAsync();
        stoppingToken.ThrowIfCancellationRequested();
    }

    private LiveViewer Join(string name, Func<Func<CancellationToken, Task<object?>>> begin)
    {
        lock (gate)
        {
            if (!things.TryGetValue(name, out var thing))
            {
                things[name] = thing = new LiveThing(name, begin());
                wake.Release();
            }

            return thing.Add();
        }
    }

    private void Leave(string name, LiveViewer viewer)
    {
        lock (gate)
        {
            if (things.TryGetValue(name, out var thing) && thing.Remove(viewer)) things.Remove(name);
        }
    }
}
