using System.Diagnostics.Metrics;
using EmailContactPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Watching;

/// <summary>
/// The gauges of the portal; they are read together from kept counters when somebody collects, at most every few seconds, so that a scrape
/// stays cheap.
/// </summary>
internal sealed class PortalGauges : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "EmailContactPortal";

    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(5);
    private readonly Meter meter;
    private readonly IDbContextFactory<PortalContext> contexts;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly Dictionary<int, (int Sent, DateTime At)> before = [];
    private Dictionary<string, List<Measurement<double>>> values = [];
    private DateTime? readAt;

    public PortalGauges(IMeterFactory meters, IDbContextFactory<PortalContext> contexts, TimeProvider time, ILogger<PortalGauges> logger)
    {
        (this.contexts, this.time, this.logger) = (contexts, time, logger);
        meter = meters.Create(MeterName);
        foreach (var (name, description) in GaugeReading.Gauges) meter.CreateObservableGauge(
            name, () => Values(name), description: description);
    }

    public void Dispose() => meter.Dispose();

    private List<Measurement<double>> Values(string name)
    {
        lock (gate)
        {
            var now = time.GetUtcNow().UtcDateTime;
            if (readAt is null || now - readAt >= GoodFor) Read(now);
            return values.GetValueOrDefault(name) ?? [];
        }
    }

    private void Read(DateTime now)
    {
        readAt = now;
        try
        {
            using var db = contexts.CreateDbContext();
            values = GaugeReading.Read(db, now, before);
        }
        catch (ObjectDisposedException)
        {
            // The last collection on the way out.
            values = [];
        }
        catch (Exception e)
        {
            // A monitor that asks while the database is away gets nothing rather than old numbers.
            values = [];
            logger.LogWarning("The metrics could not be read: {Reason}", e.GetBaseException().Message);
        }
    }
}
