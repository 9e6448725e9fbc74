using EmailContactPortal.Data.Grouping;
using EmailContactPortal.Tracking.Hits;

namespace EmailContactPortal.Tracking.Storing;

/// <summary>Hits that stand one after the other in a journal; the database keeps a mark of how far it has them.</summary>
internal sealed class JournaledHits(List<Hit> hits, JournalPosition start, TimeProvider time) : IRowGroup
{
    public int Count => hits.Count;

    public Task WriteAsync(PreparedConnection connection, int first, int count) =>
        new HitStore(connection).WriteAsync(count == hits.Count ? hits : hits.GetRange(first, count), At(first), CancellationToken.None);

    public async Task SetAsideAsync(PreparedConnection connection, int row, Exception reason)
    {
        await new HitStore(connection).SetAsideAsync(hits[row], At(row), reason, time.GetUtcNow().UtcDateTime, CancellationToken.None);
        connection.Db.ChangeTracker.Clear();
    }

    private JournalPosition At(int row) => start with { Before = start.Before + row };
}
