using System.Threading.Channels;

namespace EmailContactPortal.Web.Shell.Live;

/// <summary>Something that moves, with those who look at it. Not for several threads: <see cref="LivePages"/> asks one at a time.</summary>
internal sealed class LiveThing(string name, Func<CancellationToken, Task<object?>> read)
{
    private readonly HashSet<LiveViewer> viewers = [];
    private object? last;

    public string Name => name;

    public Func<CancellationToken, Task<object?>> Read => read;

    /// <summary>When it was read last, in the clock's own ticks, which nobody sets back; null before the first time.</summary>
    public long? ReadAt { get; set; }

    /// <summary>A further viewer, who is told at once what is known.</summary>
    public LiveViewer Add()
    {
        var viewer = new LiveViewer();
        viewers.Add(viewer);
        if (last is not null) viewer.Tell(last);
        return viewer;
    }

    /// <summary>Whether nobody is left.</summary>
    public bool Remove(LiveViewer viewer) => viewers.Remove(viewer) && viewers.Count == 0;

    /// <summary>Tells everybody what is new; null ends all of them.</summary>
    public void Tell(object? news)
    {
        if (news is not null && news.Equals(last)) return;
        last = news;
        foreach (var viewer in viewers) viewer.Tell(news);
    }
}

/// <summary>One open page. It keeps one piece of news: whoever is slow reads the latest.</summary>
internal sealed class LiveViewer
{
    private readonly Channel<object> news =
        Channel.CreateBounded<object>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Leaves news for it; null is the end.</summary>
    public void Tell(object? latest)
    {
        if (latest is null) news.Writer.TryComplete();
        else news.Writer.TryWrite(latest);
    }

    /// <summary>The next news; null at the end, and when the page was left.</summary>
    public async ValueTask<object?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await news.Reader.WaitToReadAsync(cancellationToken) && news.Reader.TryRead(out var latest) ? latest : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
