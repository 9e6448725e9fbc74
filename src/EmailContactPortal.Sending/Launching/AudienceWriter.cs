using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Sending.Pacing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Launching;

/// <summary>
/// Freezes a target group into delivery rows, set-based and in chunks, excluded people too with the rule that left them out.
/// May be broken off anywhere and run again: a person is never in twice.
/// </summary>
internal sealed class AudienceWriter(PortalContext db)
{
    // On SQLite each stretch keeps other writers waiting; on SQL Server fewer rows may be locked at once.
    private const int MostAtOnce = 20_000;

    /// <summary>Writes all rows, batches and counters, and marks the campaign launched.</summary>
    internal async Task WriteAsync(Campaign campaign, int targetGroupId, int listTypeId, DateTime now, CancellationToken cancellationToken)
    {
        using var timeout = db.WaitLong();
        var atOnce = Math.Min(MostAtOnce, db.RowsAtOnce());
        for (long after = 0; ;)
        {
            var upTo = await db.Members.AsNoTracking()
                .Where(m => m.TargetGroupId == targetGroupId && m.Id > after)
                .OrderBy(m => m.Id)
                .Take(atOnce)
                .Select(m => (long?)m.Id)
                .MaxAsync(cancellationToken);
            if (upTo is null)
                break;
            await db.RunAsync(AudienceSql.Add, [campaign.Id, listTypeId, targetGroupId, after, upTo.Value], cancellationToken);
            after = upTo.Value;
        }

        await db.InTransactionAsync(token => FinishAsync(campaign.Id, campaign.LaunchedAt, now, token), cancellationToken);
    }

    private async Task<bool> FinishAsync(int campaignId, DateTime? before, DateTime now, CancellationToken cancellationToken)
    {
        // Of two instances that launch the same campaign one comes second; by then the first one's batches may be at work already.
        var isFirst = await db.Campaigns.Where(c => c.Id == campaignId && c.LaunchedAt == before)
            .ExecuteUpdateAsync(
                s => s.SetProperty(c => c.LaunchedAt, now).SetProperty(c => c.Version, c => c.Version + 1), cancellationToken) == 1;
        if (!isFirst)
            return false;
        await db.DeliveryBatches.Where(b => b.CampaignId == campaignId).ExecuteDeleteAsync(cancellationToken);
        await db.RunAsync(AudienceSql.Cut, [campaignId], cancellationToken);
        var counts = await db.Deliveries.Where(d => d.CampaignId == campaignId).GroupBy(d => d.Status)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        await db.CampaignTotals.Where(t => t.CampaignId == campaignId).ExecuteDeleteAsync(cancellationToken);
        db.CampaignTotals.Add(new CampaignTotals
        {
            CampaignId = campaignId,
            Recipients = counts.Values.Sum(),
            Pending = counts.GetValueOrDefault(DeliveryStatus.Pending),
            Excluded = counts.GetValueOrDefault(DeliveryStatus.Excluded),
        });
        await db.SaveChangesAsync(cancellationToken);
        await CampaignCounts.CountAsync(db, campaignId, cancellationToken);
        return true;
    }
}
