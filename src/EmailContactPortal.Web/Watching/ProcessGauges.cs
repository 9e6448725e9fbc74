using System.Diagnostics.Metrics;

namespace EmailContactPortal.Web.Watching;

/// <summary>Memory and processor time of this process, under the names every dashboard knows.</summary>
internal sealed class ProcessGauges : IDisposable
{
    public const string MeterName = "EmailContactPortal.Process";

    private readonly Meter meter;

    public ProcessGauges(IMeterFactory meters)
    {
        meter = meters.Create(MeterName);
        meter.CreateObservableGauge("process_resident_memory_bytes", () => Environment.WorkingSet, description: "Resident memory.");
        meter.CreateObservableCounter(
            "process_cpu_seconds", () => Environment.CpuUsage.TotalTime.TotalSeconds, description: "Processor time used.");
    }

    public void Dispose() => meter.Dispose();
}
