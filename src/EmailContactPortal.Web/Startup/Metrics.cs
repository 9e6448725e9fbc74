using System.Diagnostics;
using System.Globalization;
using System.Text;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Startup;

/// <summary>Gauges for a Prometheus scraper (text exposition format 0.0.4), read from kept counters so that a scrape stays cheap.</summary>
internal static class Metrics
{
    public static WebApplication MapMetrics(this WebApplication app)
    {
        app.MapGet("/metrics", async (IDbContextFactory<PortalContext> contexts, CancellationToken cancellationToken) =>
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            return Results.Text(await WriteAsync(db, cancellationToken), "text/plain; version=0.0.4", Encoding.UTF8);
        }).AllowAnonymous().ExcludeFromDescription();
        return app;
    }

    private static async Task<string> WriteAsync(PortalContext db, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var campaigns = await db.Campaigns.GroupBy(c => c.Status).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        Gauge(text, "portal_campaigns", "Campaigns by state.", Enum.GetValues<CampaignStatus>().Select(s => ($"state=\"{s}\"", (double)campaigns.GetValueOrDefault(s))));

        var sums = await db.CampaignTotals.GroupBy(_ => 1).Select(g => new
        {
            Pending = g.Sum(t => (long)t.Pending),
            Sent = g.Sum(t => (long)t.Sent),
            Deferred = g.Sum(t => (long)t.Deferred),
            Bounced = g.Sum(t => (long)t.Bounced),
            Rejected = g.Sum(t => (long)t.Rejected),
            Uncertain = g.Sum(t => (long)t.Uncertain),
            Excluded = g.Sum(t => (long)t.Excluded),
            Opens = g.Sum(t => (long)t.Opens),
            Clicks = g.Sum(t => (long)t.Clicks),
            Unsubscribes = g.Sum(t => (long)t.Unsubscribes),
        }).SingleOrDefaultAsync(cancellationToken);
        Gauge(text, "portal_deliveries", "Deliveries by state, all campaigns.",
        [
            ("state=\"Pending\"", sums?.Pending ?? 0), ("state=\"Sent\"", sums?.Sent ?? 0), ("state=\"Deferred\"", sums?.Deferred ?? 0), ("state=\"Bounced\"", sums?.Bounced ?? 0),
            ("state=\"Rejected\"", sums?.Rejected ?? 0), ("state=\"Uncertain\"", sums?.Uncertain ?? 0), ("state=\"Excluded\"", sums?.Excluded ?? 0),
        ]);
        Gauge(text, "portal_engagement", "Recorded signals, all campaigns.", [("kind=\"open\"", sums?.Opens ?? 0), ("kind=\"click\"", sums?.Clicks ?? 0), ("kind=\"unsubscribe\"", sums?.Unsubscribes ?? 0)]);

        Gauge(text, "portal_write_back_pending", "Facts on their way to a CRM.", [("", await db.WriteBackEntries.CountAsync(e => e.Status == WriteBackStatus.Pending, cancellationToken))]);
        Gauge(text, "portal_write_back_failed", "Facts a CRM refused for good.", [("", await db.WriteBackEntries.CountAsync(e => e.Status == WriteBackStatus.Failed, cancellationToken))]);
        Gauge(text, "portal_imports_running", "Imports waiting or running.", [("", await db.Imports.CountAsync(i => i.Status == ImportStatus.Waiting || i.Status == ImportStatus.Running, cancellationToken))]);

        using var process = Process.GetCurrentProcess();
        Gauge(text, "process_resident_memory_bytes", "Resident memory.", [("", process.WorkingSet64)]);
        Gauge(text, "process_cpu_seconds_total", "Processor time used.", [("", process.TotalProcessorTime.TotalSeconds)], "counter");
        return text.ToString();
    }

    private static void Gauge(StringBuilder text, string name, string help, IEnumerable<(string Labels, double Value)> samples, string type = "gauge")
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
        foreach (var (labels, value) in samples)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}{(labels.Length > 0 ? $"{{{labels}}}" : "")} {value}\n");
        }
    }
}
