using System.Globalization;
using EmailContactPortal.Audience.Importing;
using EmailContactPortal.Audience.Reconciling;
using EmailContactPortal.Audience.Syncing;
using EmailContactPortal.Audience.WriteBack;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Web.Jobs.Rows;
using EmailContactPortal.Web.Jobs.Scheduler;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Jobs;

/// <summary>The slow work around people: imports, synchronisation, write-back.</summary>
internal static class AudienceJobs
{
    public static JobKind Import { get; } = new(
        "import",
        "Import",
        "When somebody imports or a synchronisation is due",
        JobQueues.Audience,
        typeof(ImportJob),
        (db, id, token) => db.Imports.Where(i => i.Id == id)
            .Select(i => db.TargetGroups.Where(g => g.Id == i.TargetGroupId).Select(g => g.Name).FirstOrDefault())
                .FirstOrDefaultAsync(token),
        async (db, _, token) => await db.Imports.Where(i => i.Status == ImportStatus.Waiting || i.Status == ImportStatus.Running)
            .OrderBy(i => i.Id).Select(i => i.Id).Take(20).ToListAsync(token),
        (db, id, token) => db.Imports.AnyAsync(i => i.Id == id, token));

    public static JobKind Sync { get; } = new(
        "sync",
        "CRM synchronisation",
        "Every 4 minutes for each dynamic target group, or as its connection says",
        JobQueues.Maintenance,
        typeof(SyncJob),
        (db, id, token) => db.TargetGroups.Where(g => g.Id == id).Select(g => g.Name).FirstOrDefaultAsync(token),
        CrmSync.DueAsync,
        (db, id, token) => db.TargetGroups.AnyAsync(g => g.Id == id, token))
    {
        EveryRound = false,
    };

    public static JobKind WriteBack { get; } = new(
        "write-back",
        "CRM write-back",
        "When something happened to a CRM contact",
        JobQueues.Crm,
        typeof(WriteBackJob),
        (db, id, token) => db.CrmConnections.Where(c => c.Id == id).Select(c => c.Name).FirstOrDefaultAsync(token),
        CrmWriteBack.DueAsync,
        (db, id, token) => db.CrmConnections.AnyAsync(c => c.Id == id, token));

    public static JobKind Reconcile { get; } = new(
        "reconcile",
        "CRM reconciliation",
        "When somebody compares a campaign with its CRM",
        JobQueues.Audience,
        typeof(ReconcileJob),
        (db, id, token) => db.Reconciliations.Where(r => r.Id == id)
            .Select(r => db.Campaigns.Where(c => c.Id == r.CampaignId).Select(c => c.Name).FirstOrDefault()).FirstOrDefaultAsync(token),
        Reconciler.DueAsync,
        (db, id, token) => db.Reconciliations.AnyAsync(r => r.Id == id, token));
}

/// <summary>Brings the people of one import into their group.</summary>
internal sealed class ImportJob(Imports imports) : RowJob
{
    public override async Task RunAsync(int id, JobReport report, CancellationToken cancellationToken)
    {
        await imports.RunAsync(id, (done, total) => report.Progress(done, total, "Reading"), cancellationToken);
        report.Summary = "Import ended; its result is on the target group.";
    }
}

/// <summary>Asks for the import of one dynamic group that is due.</summary>
internal sealed class SyncJob(CrmSync sync) : RowJob
{
    public override Task RunAsync(int id, JobReport report, CancellationToken cancellationToken) => sync.RunAsync(id, cancellationToken);
}

/// <summary>Writes what is due to one CRM.</summary>
internal sealed class WriteBackJob(CrmWriteBack writeBack) : RowJob
{
    public override async Task RunAsync(int id, JobReport report, CancellationToken cancellationToken)
    {
        var written = await writeBack.RunAsync(id, cancellationToken);
        report.Summary = string.Create(CultureInfo.InvariantCulture, $"{written:N0} {(written == 1 ? "entry" : "entries")} written.");
    }
}

/// <summary>Compares one campaign with its CRM.</summary>
internal sealed class ReconcileJob(Reconciler reconciler) : RowJob
{
    public override async Task RunAsync(int id, JobReport report, CancellationToken cancellationToken)
    {
        await reconciler.RunAsync(id, (done, total) => report.Progress(done, total, "Comparing"), cancellationToken);
        report.Summary = "Comparison ended; its result is on the campaign's report.";
    }
}
