using EmailContactPortal.Domain;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Data.Connecting;

/// <summary>
/// Runs several statements as one, again from the start when the database asks for it: as the victim of a deadlock, after a failover, when
/// a connection broke. Every transaction of the portal begins here, but for two writers with loops of their own (results of sending,
/// imports on SQLite).
/// </summary>
/// <remarks>
/// <para>
/// <b>The one order of locks.</b> Whoever writes several tables in one transaction takes them in this order, and rows of one table by their
/// key, so that no two can wait for each other: Members, TargetGroups, Imports · Unsubscribes, ConsentChanges, ListTypes · DeliveryBatches,
/// Campaigns · Deliveries, OpenAttempts, TrackingEvents · CampaignLinks, CampaignTotals, EngagementHours · WriteBackEntries · Suppressions
/// · HitMarks. Counters of a whole list or campaign are written once, after the rows they count.
/// </para>
/// </remarks>
public static class Transactions
{
    /// <summary>
    /// For statements that go through a whole campaign or group, in jobs: a million rows on a busy server take minutes, and giving up would
    /// only begin them anew. Pages keep the usual 30 seconds.
    /// </summary>
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    /// <summary>Runs <paramref name="work"/> in one transaction, joining the one that is already open. A refusal rolls it back.</summary>
    /// <remarks>
    /// <paramref name="work"/> may run more than once. What the context had loaded and added before is given back to it as it was, so it
    /// need not care; what it does outside the database it must be able to do twice.
    /// </remarks>
    public static async Task<T> InTransactionAsync<T>(
        this PortalContext db, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is not null) return await work(cancellationToken);
        var strategy = db.Database.CreateExecutionStrategy();
        if (!strategy.RetriesOnFailure) return await OnceAsync(db, work, cancellationToken);
        var before = new TrackedState(db);
        try
        {
            return await strategy.ExecuteAsync(
                token =>
                {
                    before.Restore();
                    return OnceAsync(db, work, token);
                },
                cancellationToken);
        }
        finally
        {
            before.Forget();
        }
    }

    /// <summary>Lets the context's statements take long until the answer is disposed.</summary>
    public static IDisposable WaitLong(this PortalContext db)
    {
        var timeout = new LongTimeout(db, db.Database.GetCommandTimeout());
        db.Database.SetCommandTimeout(Long);
        return timeout;
    }

    private static async Task<T> OnceAsync<T>(PortalContext db, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var result = await work(cancellationToken);
        if (result is not (Result { Succeeded: false } or Problem)) await transaction.CommitAsync(cancellationToken);
        return result;
    }

    private sealed class LongTimeout(PortalContext db, int? before) : IDisposable
    {
        public void Dispose() => db.Database.SetCommandTimeout(before);
    }
}
