using System.Threading.Channels;

namespace EmailContactPortal.Data.Grouping;

/// <summary>
/// What comes in while one group is being written forms the next, so that one sync of the disk serves all who wait for it.
/// </summary>
/// <param name="most">Rows that may wait; what comes beyond that is refused.</param>
/// <param name="ofGroup">Rows of one group at most.</param>
public sealed class Gathering<TRow>(int most, int ofGroup)
{
    // Without a bound handing in takes no lock.
    private readonly Channel<TRow> rows = most == int.MaxValue
        ? Channel.CreateUnbounded<TRow>(new UnboundedChannelOptions { SingleReader = true })
        : Channel.CreateBounded<TRow>(new BoundedChannelOptions(most) { SingleReader = true });
    private volatile bool isClosed;

    /// <summary>Whether no more is taken, as opposed to too much for now.</summary>
    public bool IsClosed => isClosed;

    /// <summary>Hands in a row; false when it is not taken.</summary>
    public bool TryAdd(TRow row) => rows.Writer.TryWrite(row);

    /// <summary>Waits for the next group; null when it is closed and everything was taken.</summary>
    public async Task<List<TRow>?> NextAsync(CancellationToken cancellationToken) =>
        await rows.Reader.WaitToReadAsync(cancellationToken) ? Take() : null;

    /// <summary>Everything that waits now, as one group.</summary>
    public List<TRow> Take()
    {
        var group = new List<TRow>();
        while (group.Count < ofGroup && rows.Reader.TryRead(out var row)) group.Add(row);
        return group;
    }

    /// <summary>Takes no more; what waits can still be taken out.</summary>
    public void Close()
    {
        isClosed = true;
        rows.Writer.TryComplete();
    }
}
