using System.Collections.Concurrent;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Deliveries;
using EmailContactPortal.Data.WriteBack;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Sending.Committing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>
/// Takes batches for this instance and gives them back; a batch taken from a dead instance leaves its open attempts uncertain.
/// </summary>
internal sealed class BatchClaims(IDbContextFactory<PortalContext> contexts, int campaignId, SendingOptions options, TimeProvider time)
{
    private static readonly TimeSpan SoonAgain = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<long, bool> _held = new();

    /// <summary>The next batch that is due and free, with its deliveries; null when there is none now.</summary>
    internal async Task<(HeldBatch Batch, List<WorkItem> Items)?> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        var isAlone = db.HasOneInstance();
        var held = _held.Keys.ToArray();
        var candidates = await db.DeliveryBatches.AsNoTracking()
            .Where(b => b.CampaignId == campaignId && !b.IsDone && (b.DueAt == null || b.DueAt <= now) && !held.Contains(b.Id))
            .Where(b => b.Owner == null || b.Owner == options.Instance || b.LeaseUntil < now || isAlone)
            .OrderBy(b => b.DueAt == null ? 0 : 1).ThenBy(b => b.Id)
            .Take(8)
            .ToListAsync(cancellationToken);
        foreach (var candidate in candidates)
        {
            var batch = new HeldBatch(candidate.Id, candidate.FirstId, candidate.LastId, candidate.FencingToken + 1);
            if (!await db.InTransactionAsync(token => TakeAsync(db, batch, now, token), cancellationToken))
                continue;
            batch.LeasedAt = now;
            _held[batch.Id] = true;
            return (batch, await ReadAsync(db, batch, now, cancellationToken));
        }

        return null;
    }

    /// <summary>Gives a batch back: done, or due again when its first deferred delivery is.</summary>
    internal async Task FinishAsync(HeldBatch batch, bool hasCrm, CancellationToken cancellationToken)
    {
        if (batch.IsLost)
            return;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var range = Range(db, batch);
        var hasPending = await range.AnyAsync(d => d.Status == DeliveryStatus.Pending, cancellationToken);
        var deferred = await range.Where(d => d.Status == DeliveryStatus.Deferred)
            .MinAsync(d => (DateTime?)(d.NextAttemptAt ?? DateTime.MinValue), cancellationToken);
        var soon = time.GetUtcNow().UtcDateTime + SoonAgain;
        var due = hasPending || deferred < soon ? batch.AsideUntil > soon ? batch.AsideUntil : soon : deferred;
        await db.InTransactionAsync(
            async token =>
            {
                var given = await db.DeliveryBatches.Where(b => b.Id == batch.Id && b.FencingToken == batch.FencingToken)
                    .ExecuteUpdateAsync(
                        s => s.SetProperty(b => b.IsDone, !hasPending && deferred == null).SetProperty(b => b.DueAt, due)
                            .SetProperty(b => b.Owner, (string?)null).SetProperty(b => b.LeaseUntil, (DateTime?)null),
                        token);
                if (hasCrm)
                    await db.AddSentAsync(campaignId, batch.FirstId, batch.LastId, token);
                return given;
            },
            cancellationToken);
        _held.TryRemove(batch.Id, out _);
    }

    /// <summary>Gives everything this instance still holds back to whoever comes next.</summary>
    internal async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.DeliveryBatches.Where(b => b.CampaignId == campaignId && b.Owner == options.Instance)
            .ExecuteUpdateAsync(
                s => s.SetProperty(b => b.Owner, (string?)null).SetProperty(b => b.LeaseUntil, (DateTime?)null), cancellationToken);
    }

    private async Task<bool> TakeAsync(PortalContext db, HeldBatch batch, DateTime now, CancellationToken cancellationToken)
    {
        var until = now + options.Lease;
        var taken = await db.RunAsync(BatchSql.Claim, [batch.Id, batch.FencingToken - 1, options.Instance, until], cancellationToken);
        if (taken == 0)
            return false;

        await db.AbandonAttemptsAsync(campaignId, batch.Id, cancellationToken);
        return true;
    }

    private async Task<List<WorkItem>> ReadAsync(PortalContext db, HeldBatch batch, DateTime now, CancellationToken cancellationToken) =>
        await Range(db, batch).AsNoTracking()
            .Where(
                d => d.Status == DeliveryStatus.Pending
                    || d.Status == DeliveryStatus.Deferred && (d.NextAttemptAt == null || d.NextAttemptAt <= now))
            .OrderBy(d => d.Id)
            .Select(d => new WorkItem(batch, d.Id, d.Email, d.FirstName, d.LastName, d.Fields, d.Status, d.Attempts, d.FirstAttemptAt))
            .ToListAsync(cancellationToken);

    // Ids of several campaigns launched at the same time may lie between each other.
    private IQueryable<Delivery> Range(PortalContext db, HeldBatch batch) =>
        db.Deliveries.Where(d => d.Id >= batch.FirstId && d.Id <= batch.LastId && d.CampaignId == campaignId);
}
