using System.Diagnostics;
using System.Text.RegularExpressions;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Testing;
using EmailContactPortal.Web.Watching;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Watching;

[Collection(AlonePortal.Name)]
public sealed class MetricsTests : IAsyncLifetime
{
    private readonly PortalFactory portal = new();

    public Task InitializeAsync() => portal.InitializeAsync();

    public Task DisposeAsync() => ((IAsyncLifetime)portal).DisposeAsync();

    [Fact]
    public async Task Every_promised_metric_is_there_and_names_nobody()
    {
        var sent = await portal.InDatabaseAsync(db => SentCampaign.AddAsync(db));
        await portal.InDatabaseAsync(db => db.Campaigns.ExecuteUpdateAsync(s => s.SetProperty(c => c.Status, CampaignStatus.Sending)));
        await portal.InDatabaseAsync(db => db.MailServers.ExecuteUpdateAsync(s => s.SetProperty(m => m.PausedUntil, DateTime.MaxValue)));
        using var monitor = portal.CreateClient();
        var text = await monitor.GetStringAsync("/metrics");

        foreach (var (name, _) in GaugeReading.Gauges) Assert.Contains($"# TYPE {name} gauge", text, StringComparison.Ordinal);
        Assert.Equal(1, Value(text, "portal_campaigns", "state=\"Sending\""));
        Assert.Equal(sent.Deliveries.Count, Value(text, "portal_campaign_deliveries", $"campaign=\"{sent.CampaignId}\"", "state=\"Sent\""));
        Assert.Equal(1, Value(text, "portal_mail_servers_paused"));
        Assert.True(Value(text, "process_resident_memory_bytes") > 1_000_000);
        Assert.True(Value(text, "process_cpu_seconds_total") > 0);
        Assert.DoesNotContain("@", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_leaves_without_path_query_address_and_token()
    {
        using var span = new Activity("GET").Start();
        span.SetTag("url.path", "/u/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").SetTag("url.query", "?who=ann@example.com")
            .SetTag("http.route", "/u/{token}")
            .SetTag("error", "no contact bob@example.com").SetTag("http.response.status_code", 200);
        span.SetStatus(ActivityStatusCode.Error, "carl@example.com is gone");
        using var processor = new RedactingProcessor();
        processor.OnEnd(span);

        var all = string.Join(' ', span.TagObjects.Select(t => $"{t.Key}={t.Value}")) + span.StatusDescription;
        Assert.Equal("http.route=/u/{token} error=no contact [address] http.response.status_code=200[address] is gone", all);
    }

    private static double Value(string text, string name, params string[] labels) => text.Split('\n')
        .Where(l => Regex.IsMatch(l, $@"^{name}[ {{]") && labels.All(label => l.Contains(label, StringComparison.Ordinal)))
        .Select(l => double.Parse(
            Regex.Match(l, @"\}? ([0-9.eE+-]+)(?: \d+)?$").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))
        .Single();
}

/// <summary>Meters are one for a process: while these tests run no other portal may stand in it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AlonePortal
{
    public const string Name = "Alone in the process";
}
