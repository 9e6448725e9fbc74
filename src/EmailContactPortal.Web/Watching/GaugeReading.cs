using System.Diagnostics.Metrics;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Watching;

/// <summary>What the gauges say at one moment; ids, never names or addresses.</summary>
internal static class GaugeReading
{
    /// <summary>Names and meanings; promised in docs/operating.md.</summary>
    public static readonly (string Name, string Description)[] Gauges =
    [
        ("portal_campaigns", "Campaigns by state."),
        ("portal_deliveries", "Deliveries by state, all campaigns."),
        ("portal_engagement", "Recorded signals, all campaigns."),
        ("portal_campaign_deliveries", "Deliveries by state of campaigns that are being sent or paused."),
        ("portal_campaign_sending_rate", "Mails a second since the last reading, of campaigns that are being sent."),
        ("portal_write_back_pending", "Facts on their way to a CRM."),
        ("portal_write_back_failed", "Facts a CRM refused for good."),
        ("portal_write_back_oldest_seconds", "Age of the oldest fact on its way to a CRM."),
        ("portal_mail_servers_paused", "Mail servers that are in use and kept out by trouble."),
        ("portal_imports_running", "Imports waiting or running."),
    ];

    public static Dictionary<string, List<Measurement<double>>> Read(
        PortalContext db, DateTime now, Dictionary<int, (int Sent, DateTime At)> before)
    {
        var states = db.Campaigns.GroupBy(c => c.Status).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionary(g => g.Key, g => g.Count);
        var all = db.CampaignTotals.AsNoTracking().GroupBy(_ => 1).Select(g => new
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
        }).SingleOrDefault();
        var underWay = db.Campaigns.Where(c => c.Status == CampaignStatus.Sending || c.Status == CampaignStatus.Paused)
            .Join(
                db.CampaignTotals, c => c.Id, t => t.CampaignId,
                (c, t) => new { IsSending = c.Status == CampaignStatus.Sending, Totals = t }).AsNoTracking().ToList();
        var pending = db.WriteBackEntries.Where(e => e.Status == WriteBackStatus.Pending);
        return new Dictionary<string, List<Measurement<double>>>
        {
            ["portal_campaigns"] = [.. Enum.GetValues<CampaignStatus>()
                .Select(s => Of(states.GetValueOrDefault(s), ("state", s.ToString())))],
            ["portal_deliveries"] =
            [
                .. States(
                    all?.Pending ?? 0, all?.Sent ?? 0, all?.Deferred ?? 0, all?.Bounced ?? 0, all?.Rejected ?? 0,
                    all?.Uncertain ?? 0).Select(s => Of(s.Count, ("state", s.State))),
                Of(all?.Excluded ?? 0, ("state", "Excluded")),
            ],
            ["portal_engagement"] =
            [
                Of(all?.Opens ?? 0, ("kind", "open")), Of(all?.Clicks ?? 0, ("kind", "click")),
                Of(all?.Unsubscribes ?? 0, ("kind", "unsubscribe")),
            ],
            ["portal_campaign_deliveries"] =
            [
                .. from c in underWay
                   from s in States(
                       c.Totals.Pending, c.Totals.Sent, c.Totals.Deferred, c.Totals.Bounced, c.Totals.Rejected, c.Totals.Uncertain)
                   select Of(s.Count, ("campaign", c.Totals.CampaignId), ("state", s.State)),
            ],
            ["portal_campaign_sending_rate"] = Rates(underWay.Where(c => c.IsSending).Select(c => c.Totals), now, before),
            ["portal_write_back_pending"] = [Of(pending.Count())],
            ["portal_write_back_failed"] = [Of(db.WriteBackEntries.Count(e => e.Status == WriteBackStatus.Failed))],
            ["portal_write_back_oldest_seconds"] = [Of(pending.Min(e => (DateTime?)e.At) is { } oldest
                ? Math.Max(0, (now - oldest).TotalSeconds)
                : 0)],
            ["portal_mail_servers_paused"] = [Of(db.MailServers.Count(s => s.IsEnabled && s.PausedUntil > now))],
            ["portal_imports_running"] = [Of(db.Imports.Count(i => i.Status == ImportStatus.Waiting || i.Status == ImportStatus.Running))],
        };
    }

    private static List<Measurement<double>> Rates(
        IEnumerable<CampaignTotals> sending, DateTime now, Dictionary<int, (int Sent, DateTime At)> before)
    {
        var rates = new List<Measurement<double>>();
        var seen = new HashSet<int>();
        foreach (var totals in sending)
        {
            var known = before.TryGetValue(totals.CampaignId, out var last) && now > last.At;
            rates.Add(Of(known ? Math.Max(0, totals.Sent - last.Sent) / (now - last.At).TotalSeconds : 0, ("campaign", totals.CampaignId)));
            before[totals.CampaignId] = (totals.Sent, now);
            seen.Add(totals.CampaignId);
        }

        foreach (var gone in before.Keys.Where(id => !seen.Contains(id)).ToList()) before.Remove(gone);
        return rates;
    }

    private static (string State, long Count)[] States(
        long pending, long sent, long deferred, long bounced, long rejected, long uncertain) =>
        [("Pending", pending), ("Sent", sent), ("Deferred", deferred), ("Bounced", bounced), ("Rejected", rejected),
            ("Uncertain", uncertain)];

    private static Measurement<double> Of(double value, params (string Name, object Value)[] labels) =>
        new(value, labels.Select(l => KeyValuePair.Create<string, object?>(l.Name, l.Value)));
}
