using System.Globalization;
using System.Text.Json;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Reports.Reconciling;

/// <summary>Reads the last comparison of a campaign with its CRM.</summary>
internal sealed class ReconciliationQueries(PortalContext db)
{
    /// <summary>Columns of the export.</summary>
    public static string[] Header { get; } = ["email", "CRM contact", "fact", "here (UTC)", "difference", "there", "state of write-back",
        "reason"];

    /// <summary>The page; null when there is no such campaign or its people did not come from a CRM.</summary>
    public async Task<ReconciliationPage?> FindAsync(int campaignId, DifferenceRequest request, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.AsNoTracking().Where(c => c.Id == campaignId && c.CrmConnectionId != null)
            .Select(c => new { c.Name, Crm = db.CrmConnections.Where(x => x.Id == c.CrmConnectionId).Select(x => x.Name).FirstOrDefault() })
                .FirstOrDefaultAsync(cancellationToken);
        if (campaign is null) return null;
        var run = await db.Reconciliations.AsNoTracking().Where(r => r.CampaignId == campaignId).OrderByDescending(r => r.Id)
            .FirstOrDefaultAsync(cancellationToken);
        var counts = run is null ? [] : JsonSerializer.Deserialize<ReconciliationCount[]>(run.Counts) ?? [];
        var rows = await Rows(campaignId, request).ToPageAsync(request, cancellationToken);
        return new ReconciliationPage(campaignId, campaign.Name, campaign.Crm ?? "the CRM", run, counts, request, rows);
    }

    /// <summary>All differences as lines of a file.</summary>
    public async IAsyncEnumerable<string?[]> LinesAsync(int campaignId, DifferenceRequest request)
    {
        await foreach (var row in db.Streamed(Rows(campaignId, request)))
        {
            yield return
            [
                row.Email, row.Contact, ReconciliationPage.Word(row.Fact),
                row.At.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                ReconciliationPage.Word(row.Kind), row.There, row.Status.ToString(), row.Problem,
            ];
        }
    }

    private IQueryable<DifferenceRow> Rows(int campaignId, DifferenceRequest request)
    {
        var differences = db.ReconciliationDifferences.AsNoTracking()
            .Where(d => db.Reconciliations.Any(r => r.Id == d.ReconciliationId && r.CampaignId == campaignId));
        if (request.Kind is { } kind) differences = differences.Where(d => d.Kind == kind);
        var rows = differences.Join(db.WriteBackEntries, d => d.EntryId, e => e.Id, (d, e) => new { Difference = d, Entry = e });
        if (request.Words?.ToLowerInvariant() is { } words)
            rows = rows.Where(r => db.Deliveries.Any(d => d.Id == r.Entry.DeliveryId && d.EmailKey.Contains(words)));
        return rows.OrderBy(r => r.Difference.Id).Select(r => new DifferenceRow(
            r.Difference.Id,
            r.Entry.DeliveryId,
            db.Deliveries.Where(d => d.Id == r.Entry.DeliveryId).Select(d => d.Email).FirstOrDefault() ?? "",
            r.Entry.CrmContactId,
            r.Entry.Kind,
            r.Entry.At,
            r.Difference.Kind,
            r.Difference.There,
            r.Entry.Status,
            r.Entry.Problem));
    }
}
