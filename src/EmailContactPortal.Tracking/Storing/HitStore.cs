using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.Jobs;
using EmailContactPortal.Tracking.Hits;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace EmailContactPortal.Tracking.Storing;

/// <summary>Where hits stand in a journal: the file, and how many of its hits come before them.</summary>
internal readonly record struct JournalPlace(string Journal, long Before);

/// <summary>One connection with prepared statements that turns hits into rows.</summary>
internal sealed class HitStore : IAsyncDisposable
{
    private readonly PortalContext db;
    private readonly HitStatements sql;
    private readonly HitFolder folder;

    private HitStore(PortalContext db)
    {
        this.db = db;
        sql = new HitStatements(db.Database.GetDbConnection(), db.Database.IsSqlServer());
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

    /// <summary>
    /// Writes events and counters; when the hits come from a journal file, in one transaction with the mark that says so. What the mark says is written already,
    /// because the answer to an earlier commit was lost, is left out.
    /// </summary>
    public Task WriteAsync(List<Hit> hits, JournalPlace? place, CancellationToken cancellationToken) => db.InTransactionAsync(
        async token =>
        {
            var transaction = db.Database.CurrentTransaction!.GetDbTransaction();
            if (place is not { } from)
            {
                await folder.FoldAsync(hits, transaction, token);
                return true;
            }

            var mark = await FoldedAsync(from.Journal, token);
            var rest = hits.Skip((int)Math.Max(0, mark - from.Before)).ToList();
            if (rest.Count == 0) return true;
            await folder.FoldAsync(rest, transaction, token);
            if (await sql.MoveMark.With(transaction, from.Journal, rest.Count, mark).RunAsync(token) == 0) await sql.AddMark.With(transaction, from.Journal, rest.Count).RunAsync(token);
            return true;
        },
        cancellationToken);

    /// <summary>Sets one hit aside that cannot be written, and moves the mark of its journal past it.</summary>
    public Task SetAsideAsync(Hit hit, JournalPlace place, Exception reason, DateTime now, CancellationToken cancellationToken) => db.InTransactionAsync(
        async token =>
        {
            var transaction = db.Database.CurrentTransaction!.GetDbTransaction();
            if (await FoldedAsync(place.Journal, token) > place.Before) return true;
            db.DeadLetters.Add(HitDeadLetters.Of(hit, reason, now));
            await db.SaveChangesAsync(token);
            if (await sql.MoveMark.With(transaction, place.Journal, 1, place.Before).RunAsync(token) == 0) await sql.AddMark.With(transaction, place.Journal, 1).RunAsync(token);
            return true;
        },
        cancellationToken);

    /// <summary>Writes a hit that was set aside, and takes it out from there; false when it is not there any more.</summary>
    public Task<bool> TakeBackAsync(long letterId, CancellationToken cancellationToken) => db.InTransactionAsync(
        async token =>
        {
            if (await db.DeadLetters.AsNoTracking().SingleOrDefaultAsync(l => l.Id == letterId && l.Kind == DeadLetterKind.Hit, token) is not { } letter) return false;
            if (await db.DeadLetters.Where(l => l.Id == letterId).ExecuteDeleteAsync(token) == 0) return false;
            await folder.FoldAsync([HitDeadLetters.HitOf(letter)], db.Database.CurrentTransaction!.GetDbTransaction(), token);
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
