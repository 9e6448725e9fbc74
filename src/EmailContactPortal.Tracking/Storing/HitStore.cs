using EmailContactPortal.Data.Grouping;
using EmailContactPortal.Domain.Jobs;
using EmailContactPortal.Tracking.Hits;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Tracking.Storing;

/// <summary>Where hits stand in a journal: the file, and how many of its hits come before them.</summary>
internal readonly record struct JournalPosition(string Journal, long Before);

/// <summary>Turns hits into rows, on a connection that stays open.</summary>
internal sealed class HitStore(PreparedConnection connection)
{
    /// <summary>
    /// Writes events and counters; when the hits come from a journal file, in one transaction with the mark that says so. What the mark
    /// says is written already,
    /// because the answer to an earlier commit was lost, is left out.
    /// </summary>
    public Task WriteAsync(List<Hit> hits, JournalPosition? position, CancellationToken cancellationToken) => connection.InTransactionAsync(
        async token =>
        {
            var folder = new HitFolder(connection);
            if (position is not { } from)
            {
                await folder.FoldAsync(hits, token);
                return true;
            }

            var mark = await FoldedAsync(from.Journal, token);
            var rest = hits.Skip((int)Math.Max(0, mark - from.Before)).ToList();
            if (rest.Count == 0) return true;
            await folder.FoldAsync(rest, token);
            await MoveMarkAsync(from.Journal, rest.Count, mark, token);
            return true;
        },
        cancellationToken);

    /// <summary>Sets one hit aside that cannot be written, and moves the mark of its journal past it.</summary>
    public Task SetAsideAsync(Hit hit, JournalPosition position, Exception reason, DateTime now, CancellationToken cancellationToken) =>
        connection.InTransactionAsync(
            async token =>
            {
                if (await FoldedAsync(position.Journal, token) > position.Before) return true;
                connection.Db.DeadLetters.Add(DeadLetter.Of(DeadLetterKind.Hit, hit, reason, now, hit.DeliveryId));
                await connection.Db.SaveChangesAsync(token);
                await MoveMarkAsync(position.Journal, 1, position.Before, token);
                return true;
            },
            cancellationToken);

    /// <summary>Writes a hit that was set aside, and takes it out from there; false when it is not there any more.</summary>
    public Task<bool> TakeBackAsync(long letterId, CancellationToken cancellationToken) => connection.InTransactionAsync(
        async token =>
        {
            var letters = connection.Db.DeadLetters.Where(l => l.Id == letterId && l.Kind == DeadLetterKind.Hit);
            if (await letters.AsNoTracking().SingleOrDefaultAsync(token) is not { } letter || await letters.ExecuteDeleteAsync(token) == 0)
                return false;
            await new HitFolder(connection).FoldAsync([HitDeadLetters.HitOf(letter)], token);
            return true;
        },
        cancellationToken);

    /// <summary>How many hits of a journal file are in the tables.</summary>
    public Task<long> FoldedAsync(string journal, CancellationToken cancellationToken) =>
        connection.Db.HitMarks.Where(m => m.Journal == journal).Select(m => m.Folded).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Forgets a journal file that is gone.</summary>
    public Task ForgetAsync(string journal, CancellationToken cancellationToken) =>
        connection.Db.HitMarks.Where(m => m.Journal == journal).ExecuteDeleteAsync(cancellationToken);

    private async Task MoveMarkAsync(string journal, int by, long from, CancellationToken cancellationToken)
    {
        if (await connection.ExecuteAsync(HitSql.MoveMark, cancellationToken, journal, by, from) == 0)
            await connection.ExecuteAsync(HitSql.AddMark, cancellationToken, journal, by);
    }
}
