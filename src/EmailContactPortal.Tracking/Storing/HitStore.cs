using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Tracking.Hits;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace EmailContactPortal.Tracking.Storing;

/// <summary>One connection with prepared statements that turns hits into rows.</summary>
internal sealed class HitStore : IAsyncDisposable
{
    private readonly PortalContext db;
    private readonly HitStatements sql;
    private readonly HitFolder folder;

    private HitStore(PortalContext db)
    {
        this.db = db;
        sql = new HitStatements(db.Database.GetDbConnection(), db.Database.ProviderName!.EndsWith("SqlServer", StringComparison.Ordinal));
        folder = new HitFolder(db, sql);
    }

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

    /// <summary>Writes events and counters; when the hits come from a journal file, in one transaction with the mark that says so.</summary>
    public Task WriteAsync(List<Hit> hits, string? journal, CancellationToken cancellationToken) => db.InTransactionAsync(
        async token =>
        {
            var transaction = db.Database.CurrentTransaction!.GetDbTransaction();
            await folder.FoldAsync(hits, transaction, token);
            if (journal is null) return true;
            if (await sql.MoveMark.With(transaction, journal, hits.Count).RunAsync(token) == 0) await sql.AddMark.With(transaction, journal, hits.Count).RunAsync(token);
            return true;
        },
        cancellationToken);

    /// <summary>How many hits of a journal file are in the tables.</summary>
    public Task<long> FoldedAsync(string journal, CancellationToken cancellationToken) =>
        db.HitMarks.Where(m => m.Journal == journal).Select(m => m.Folded).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Forgets a journal file that is gone.</summary>
    public Task ForgetAsync(string journal, CancellationToken cancellationToken) =>
        db.HitMarks.Where(m => m.Journal == journal).ExecuteDeleteAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        sql.Dispose();
        await db.DisposeAsync();
    }
}
