using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Data.Connecting;

/// <summary>
/// Writes many rows in stretches. SQL Server locks the rows of a statement one by one up to about 5,000; beyond that it locks the whole
/// table, and everybody else's
/// sending and importing stands still. SQLite has one writer anyway and is faster in larger steps.
/// </summary>
public static class RowChunks
{
    private const int OnSqlServer = 4_000;
    private const int OnSqlite = 100_000;

    // A group on SQL Server holds rows that others want too, row by row; on SQLite it holds up the one writer.
    private const int GroupOnSqlServer = 1_000;
    private const int GroupOnSqlite = 20_000;

    /// <summary>Rows that one statement may write.</summary>
    public static int RowsAtOnce(this PortalContext db) => db.Database.IsSqlServer() ? OnSqlServer : OnSqlite;

    /// <summary>Rows of one group that is written beside the work of others.</summary>
    public static int RowsOfGroup(this PortalContext db) => db.Database.IsSqlServer() ? GroupOnSqlServer : GroupOnSqlite;

    /// <summary>
    /// Whether this is the only instance of the portal: an embedded database has one, so whoever else is named in it is dead.
    /// </summary>
    public static bool HasOneInstance(this PortalContext db) => !db.Database.IsSqlServer();

    /// <summary>Updates or deletes stretch by stretch; what is written must not be among <paramref name="rows"/> any more.</summary>
    /// <returns>How many rows were written.</returns>
    public static Task<int> InStretchesAsync<T>(this PortalContext db, IOrderedQueryable<T> rows, Func<IQueryable<T>, Task<int>> write) =>
        InStretchesAsync(rows, db.RowsAtOnce(), write);

    internal static async Task<int> InStretchesAsync<T>(IOrderedQueryable<T> rows, int most, Func<IQueryable<T>, Task<int>> write)
    {
        var total = 0;
        while (true)
        {
            var written = await write(rows.Take(most));
            total += written;
            if (written < most) return total;
        }
    }

    /// <summary>Runs through keys in their order: <paramref name="work"/> gets each stretch as (after, up to).</summary>
    public static Task EachStretchAsync(
        this PortalContext db, IQueryable<string> keys, Func<string, string, Task> work, CancellationToken cancellationToken) =>
        EachStretchAsync(keys, db.RowsAtOnce(), work, cancellationToken);

    /// <summary>Runs through ids in their order: <paramref name="work"/> gets each stretch as (first, last).</summary>
    public static Task EachStretchAsync(
        this PortalContext db, IQueryable<long> ids, Func<long, long, Task> work, CancellationToken cancellationToken) =>
        EachStretchAsync(ids, db.RowsAtOnce(), work, cancellationToken);

    internal static async Task EachStretchAsync(
        IQueryable<string> keys, int most, Func<string, string, Task> work, CancellationToken cancellationToken)
    {
        for (var after = ""; ;)
        {
            var from = after;
#pragma warning disable CA1309, CA1310 // The database compares, by code points.
            var upTo = await keys.Where(k => string.Compare(k, from) > 0).OrderBy(k => k).Skip(most - 1)
                .FirstOrDefaultAsync(cancellationToken)
                ?? await keys.Where(k => string.Compare(k, from) > 0).OrderByDescending(k => k).FirstOrDefaultAsync(cancellationToken);
#pragma warning restore CA1309, CA1310
            if (upTo is null) return;
            await work(after, upTo);
            after = upTo;
        }
    }

    internal static async Task EachStretchAsync(
        IQueryable<long> ids, int most, Func<long, long, Task> work, CancellationToken cancellationToken)
    {
        for (var after = long.MinValue; ;)
        {
            var from = after;
            var upTo = await ids.Where(id => id > from).OrderBy(id => id).Skip(most - 1).Select(id => (long?)id)
                .FirstOrDefaultAsync(cancellationToken)
                ?? await ids.Where(id => id > from).MaxAsync(id => (long?)id, cancellationToken);
            if (upTo is not { } last) return;
            await work(from + 1, last);
            after = last;
        }
    }
}
