using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Data.Deliveries;

/// <summary>
/// What became of messages whose instance died while they were on their way: nobody knows, so they are uncertain, and never sent again by
/// themselves.
/// </summary>
public static class AbandonedAttempts
{
    private const string Reply = "The portal stopped while this message was on its way, and no answer is known.";

    /// <summary>
    /// Calls every open attempt of a batch uncertain. The caller has made sure that nobody works on the batch any more, by raising its
    /// fencing token in the same transaction.
    /// </summary>
    /// <returns>How many became uncertain.</returns>
    public static async Task<int> AbandonAttemptsAsync(
        this PortalContext db, int campaignId, long batchId, CancellationToken cancellationToken)
    {
        // Looked at without locks, then taken by their keys: other instances change rows of this table with every message.
        var ids = await db.OpenAttempts.Where(a => a.CampaignId == campaignId && a.BatchId == batchId && a.DeliveryId != null)
            .Select(a => a.Id).ToListAsync(cancellationToken);
        if (ids.Count == 0)
            return 0;
        var pending = await db.RunAsync(DeliverySql.Abandon, [batchId, Reply, (int)DeliveryStatus.Pending], cancellationToken);
        var deferred = await db.RunAsync(DeliverySql.Abandon, [batchId, Reply, (int)DeliveryStatus.Deferred], cancellationToken);
        await db.OpenAttempts.Where(a => ids.Contains(a.Id)).ExecuteDeleteAsync(cancellationToken);
        var moves = new StatusMoves().Move(DeliveryStatus.Pending, DeliveryStatus.Uncertain, pending)
            .Move(DeliveryStatus.Deferred, DeliveryStatus.Uncertain, deferred);
        await db.AddTotalsAsync(campaignId, moves, cancellationToken);
        return pending + deferred;
    }

    /// <summary>
    /// Settles what dead instances left of a campaign that is not being sent any more (paused, cancelled); batches in living hands are left
    /// alone.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="livingInstance">This instance's name while it works on the campaign itself, else null.</param>
    /// <param name="now">UTC; leases that ended before it are nobody's.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static async Task<int> AbandonDeadAttemptsAsync(
        this PortalContext db, int campaignId, string? livingInstance, DateTime now, CancellationToken cancellationToken)
    {
        var isAlone = db.HasOneInstance();
        var batches = await db.DeliveryBatches.AsNoTracking()
            .Where(b => b.CampaignId == campaignId && db.OpenAttempts.Any(a => a.BatchId == b.Id && a.DeliveryId != null))
            .Where(b => b.Owner == null || (b.Owner != livingInstance && (isAlone || b.LeaseUntil == null || b.LeaseUntil < now)))
            .Select(b => new { b.Id, b.FencingToken })
            .ToListAsync(cancellationToken);
        var abandoned = 0;
        foreach (var batch in batches)
        {
            abandoned += await db.InTransactionAsync(
                async token =>
                {
                    var fenced = await db.DeliveryBatches.Where(b => b.Id == batch.Id && b.FencingToken == batch.FencingToken)
                        .ExecuteUpdateAsync(
                            s => s.SetProperty(b => b.FencingToken, b => b.FencingToken + 1).SetProperty(b => b.Owner, (string?)null)
                                .SetProperty(b => b.LeaseUntil, (DateTime?)null), token);
                    return fenced == 0 ? 0 : await db.AbandonAttemptsAsync(campaignId, batch.Id, token);
                },
                cancellationToken);
        }

        return abandoned;
    }
}
