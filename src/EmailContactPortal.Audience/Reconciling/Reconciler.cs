using System.Text.Json;
using EmailContactPortal.Audience.Connections;
using EmailContactPortal.Audience.WriteBack;
using EmailContactPortal.Crm;
using EmailContactPortal.Data;
using EmailContactPortal.Data.WriteBack;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.CrmConnections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EmailContactPortal.Audience.Reconciling;

/// <summary>
/// Compares what the portal recorded for a campaign with what its CRM holds, entry by entry. Facts that never reached the outbox are put
/// there first. An interrupted comparison begins anew.
/// </summary>
public sealed class Reconciler(IDbContextFactory<PortalContext> contexts, CrmGateway gateway, TimeProvider time, ILogger<Reconciler> logger)
{
    private const int PageSize = 200;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Ids of comparisons that wait or were interrupted.</summary>
    public static async Task<IReadOnlyList<int>> DueAsync(PortalContext db, DateTime now, CancellationToken cancellationToken) =>
        await db.Reconciliations.Where(r => r.Status == ReconciliationStatus.Waiting || r.Status == ReconciliationStatus.Running)
            .OrderBy(r => r.Id).Select(r => r.Id).Take(10).ToListAsync(cancellationToken);

    /// <summary>Carries out one comparison.</summary>
    public async Task RunAsync(int id, Action<long, long>? progress, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var run = await db.Reconciliations.SingleOrDefaultAsync(
            r => r.Id == id && (r.Status == ReconciliationStatus.Waiting || r.Status == ReconciliationStatus.Running), cancellationToken);
        if (run is null) return;
        await db.ReconciliationDifferences.Where(d => d.ReconciliationId == id).ExecuteDeleteAsync(cancellationToken);
        (run.Status, run.ProgressDone, run.Problem) = (ReconciliationStatus.Running, 0, null);
        try
        {
            await CompareAsync(db, run, progress ?? ((_, _) => { }), cancellationToken);
            run.Status = ReconciliationStatus.Done;
        }
        catch (CrmException e)
        {
            logger.LogWarning("Reconciliation {Reconciliation} failed: {Fault}", id, e.Fault);
            (run.Status, run.Problem) = (ReconciliationStatus.Failed, Text.Bound(e.Message, 1000));
        }

        run.FinishedAt = Now;
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task CompareAsync(PortalContext db, Reconciliation run, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var campaign = run.CampaignId;
        var connection = await db.Campaigns.Where(c => c.Id == campaign).Select(c => c.CrmConnectionId).SingleAsync(cancellationToken)
            ?? throw new CrmException(CrmFault.Settings, "The people of this campaign did not come from a CRM.");
        var probe = await gateway.ProbeAsync(connection, cancellationToken);
        if (!probe.ReadsBack && !probe.ReadsOptOut)
            throw new CrmException(
                CrmFault.Unsupported,
                "This connection keeps only the last state of each contact, so there are no records to compare. Choose another way of "
                    + "write-back in its settings.");
        var adapter = await gateway.OpenAsync(connection, cancellationToken);
        if (await DeliveryRangeAsync(db, campaign, cancellationToken) is { } range)
            await db.AddSentAsync(campaign, range.First, range.Last, cancellationToken);
        var prefix = await CrmPrefix.ReadAsync(db, cancellationToken);
        var counters = new ReconciliationCounters();
        run.ProgressTotal = await db.WriteBackEntries.CountAsync(e => e.CampaignId == campaign, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        var last = 0L;
        while (true)
        {
            var after = last;
            var page = await db.WriteBackEntries.AsNoTracking().Where(e => e.CampaignId == campaign && e.Id > after).OrderBy(e => e.Id)
                .Take(PageSize).Select(e => new { e.Id, e.Kind, e.Status }).ToListAsync(cancellationToken);
            if (page.Count == 0) break;
            last = page[^1].Id;
            var ids = page.Where(e => e.Status != WriteBackStatus.Pending).Select(e => e.Id).ToList();
            var activities = await WriteBackReader.ActivitiesAsync(
                db, db.WriteBackEntries.AsNoTracking().Where(e => ids.Contains(e.Id)), prefix, cancellationToken);
            var held = new Dictionary<long, CrmReadBack>();
            foreach (var some in activities.Chunk(Math.Clamp(probe.WriteBatch, 1, PageSize)))
            {
                var answers = probe.ReadsBack
                    ? (await adapter.ReadBackAsync([.. some.Select(a => a.Activity)], cancellationToken)).ToDictionary(a => a.ExternalId)
                    : [];
                var otherwise = probe.ReadsBack ? CrmHeld.Missing : CrmHeld.NotKept;
                foreach (var one in some)
                    held[one.EntryId] = answers.GetValueOrDefault(one.Activity.ExternalId)
                        ?? new CrmReadBack(one.Activity.ExternalId, otherwise);
            }

            foreach (var entry in probe.ReadsOptOut ? await OptOutCheck.MissingAsync(db, adapter, connection, ids, cancellationToken) : [])
            {
                if (held[entry].Held != CrmHeld.Missing)
                    held[entry] = new CrmReadBack(held[entry].ExternalId, CrmHeld.Different, "The opt-out of the contact is not set.");
            }

            foreach (var entry in page) counters.Add(entry.Kind, held.GetValueOrDefault(entry.Id)?.Held);
            db.ReconciliationDifferences.AddRange(held.Where(h => h.Value.Held is CrmHeld.Missing or CrmHeld.Different or CrmHeld.Repeated)
                .Select(h => new ReconciliationDifference
                {
                    ReconciliationId = run.Id,
                    EntryId = h.Key,
                    Kind = h.Value.Held switch
                    {
                        CrmHeld.Missing => DifferenceKind.Missing,
                        CrmHeld.Different => DifferenceKind.Different,
                        _ => DifferenceKind.Repeated,
                    },
                    There = Text.Bound(h.Value.There, 300),
                }));
            run.ProgressDone += page.Count;
            run.Counts = JsonSerializer.Serialize(counters.Counts);
            await db.SaveChangesAsync(cancellationToken);
            foreach (var kept in db.ChangeTracker.Entries<ReconciliationDifference>().ToList()) kept.State = EntityState.Detached;
            progress(run.ProgressDone, run.ProgressTotal);
        }
    }

    // AddSentAsync works on stretches; the whole campaign is one here.
    private static async Task<(long First, long Last)?> DeliveryRangeAsync(
        PortalContext db, int campaign, CancellationToken cancellationToken)
    {
        var range = await db.Deliveries.Where(d => d.CampaignId == campaign).GroupBy(d => d.CampaignId)
            .Select(g => new { First = g.Min(d => d.Id), Last = g.Max(d => d.Id) }).FirstOrDefaultAsync(cancellationToken);
        return range is null ? null : (range.First, range.Last);
    }
}
