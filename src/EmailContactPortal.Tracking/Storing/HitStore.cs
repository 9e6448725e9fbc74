using System.Data.Common;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Tracking.Hits;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace EmailContactPortal.Tracking.Storing;

/// <summary>One connection that records: hits straight into events and counters, or first into the journal when many come at once.</summary>
internal sealed class HitStore : IAsyncDisposable
{
    private readonly PortalContext db;
    private readonly DbConnection connection;
    private readonly HitStatements sql;
    private readonly HitFolder folder;

    private HitStore(PortalContext db)
    {
        this.db = db;
        connection = db.Database.GetDbConnection();
        sql = new HitStatements(connection, db.Database.ProviderName!.EndsWith("SqlServer", StringComparison.Ordinal));
        folder = new HitFolder(db, sql);
    }

    private DbTransaction Transaction => db.Database.CurrentTransaction!.GetDbTransaction();

    public static async Task<HitStore> OpenAsync(IDbContextFactory<PortalContext> contexts, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            return new HitStore(db);
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes events and counters at once.</summary>
    public Task WriteAsync(List<Hit> hits, CancellationToken cancellationToken) => db.InTransactionAsync(
        async token =>
        {
            await folder.FoldAsync(hits, Transaction, token);
            return true;
        },
        cancellationToken);

    /// <summary>Makes hits durable in the journal; <see cref="FoldAsync"/> does the rest.</summary>
    public async Task JournalAsync(List<Hit> hits, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var hit in hits)
        {
            var add = sql.AddToJournal.With(transaction, hit.DeliveryId, (int)hit.Kind, hit.LinkId == 0 ? null : hit.LinkId, hit.At, hit.UserAgent, hit.IsMachine);
            await add.RunAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Works the oldest hits of the journal into events and counters and removes them from it, all or nothing.</summary>
    /// <returns>How many it were; fewer than <paramref name="atMost"/> means that the journal is empty now.</returns>
    public Task<int> FoldAsync(int atMost, CancellationToken cancellationToken) => db.InTransactionAsync(
        async token =>
        {
            var (hits, last) = await OldestAsync(atMost, Transaction, token);
            if (hits.Count == 0) return 0;
            await folder.FoldAsync(hits, Transaction, token);
            await sql.CutJournal.With(Transaction, last).RunAsync(token);
            return hits.Count;
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        sql.Dispose();
        await db.DisposeAsync();
    }

    private async Task<(List<Hit> Hits, long Last)> OldestAsync(int atMost, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var hits = new List<Hit>(Math.Min(atMost, 4096));
        long last = 0;
        await using var rows = await sql.OldestOfJournal.With(transaction, atMost).ReadAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            last = rows.GetInt64(0);
            hits.Add(new Hit(
                (TrackingKind)rows.GetInt32(2),
                rows.GetInt64(1),
                rows.IsDBNull(3) ? 0 : rows.GetInt32(3),
                DateTime.SpecifyKind(rows.GetDateTime(4), DateTimeKind.Utc),
                rows.IsDBNull(5) ? null : rows.GetString(5),
                rows.GetBoolean(6)));
        }

        return (hits, last);
    }
}
