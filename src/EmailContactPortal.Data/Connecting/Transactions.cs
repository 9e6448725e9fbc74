using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Data.Connecting;

/// <summary>Runs several statements as one, the way each database wants it (SQL Server's retries need the whole unit, not its pieces).</summary>
public static class Transactions
{
    /// <summary>Runs <paramref name="work"/> in one transaction, joining the one that is already open.</summary>
    public static Task<T> InTransactionAsync<T>(this PortalContext db, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is not null) return work(cancellationToken);
        return db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var result = await work(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return result;
        });
    }
}
