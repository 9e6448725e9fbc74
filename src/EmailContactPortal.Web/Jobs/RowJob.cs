using System.Globalization;
using Quartz;

namespace EmailContactPortal.Web.Jobs;

/// <summary>A job for one row, whose id is the job's name; what it throws becomes the reason on the Jobs page.</summary>
internal abstract class RowJob : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var report = new JobReport(context);
        await RunAsync(IdOf(context.JobDetail.Key), report, cancellationToken);
        if (report.Summary.Length > 0) context.Result = JobRunReport.Succeeded(report.Summary);
    }

    /// <summary>Does the work; must find by itself where an interrupted run stopped.</summary>
    protected abstract Task RunAsync(int id, JobReport report, CancellationToken cancellationToken);

    /// <summary>The row's id; a shared job's name has the worker's number after a dot.</summary>
    internal static int IdOf(JobKey key) => int.Parse(key.Name.AsSpan(0, key.Name.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? dot : key.Name.Length), CultureInfo.InvariantCulture);
}

/// <summary>How a job says how far it is and what came out.</summary>
internal sealed class JobReport(IJobExecutionContext context)
{
    /// <summary>One line for the history; no personal data.</summary>
    public string Summary { get; set; } = "";

    /// <summary>Says how far the job is; cheap, may be called as often as convenient.</summary>
    public void Progress(long done, long total, string words) =>
        context.ReportProgress(total <= 0 ? 0 : (int)Math.Clamp(done * 100 / total, 0, 100), words);
}
