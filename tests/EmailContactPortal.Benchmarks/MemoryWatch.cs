using System.Diagnostics;

namespace EmailContactPortal.Benchmarks;

/// <summary>Looks at this process's memory twenty times a second.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private readonly Timer timer;
    private readonly Process process = Process.GetCurrentProcess();
    private long peak;

    public MemoryWatch()
    {
        GC.Collect();
        BaseMb = process.WorkingSet64 / 1024 / 1024;
        timer = new Timer(_ => Look(), null, 0, 50);
    }

    /// <summary>At the beginning.</summary>
    public long BaseMb { get; }

    /// <summary>The most so far.</summary>
    public long PeakMb => Volatile.Read(ref peak) / 1024 / 1024;

    public void Dispose()
    {
        timer.Dispose();
        process.Dispose();
    }

    private void Look()
    {
        lock (process)
        {
            process.Refresh();
            peak = Math.Max(peak, process.WorkingSet64);
        }
    }
}
