namespace EmailContactPortal.Web.Jobs.Rows;

/// <summary>A job for one row; what it throws becomes the reason on the Jobs page.</summary>
internal abstract class RowJob
{
    /// <summary>Does the work; must find by itself where an interrupted run stopped.</summary>
    public abstract Task RunAsync(int id, JobReport report, CancellationToken cancellationToken);
}

/// <summary>How a job says how far it is and what came out.</summary>
internal sealed class JobReport
{
    private Tuple<int?, string> progress = new(null, "");

    /// <summary>One line for the history; no personal data.</summary>
    public string Summary { get; set; } = "";

    /// <summary>What it said last of how far it is.</summary>
    public (int? Percent, string Words) Now => (progress.Item1, progress.Item2);

    /// <summary>Says how far the job is; cheap, may be called as often as convenient.</summary>
    public void Progress(long done, long total, string words) =>
        progress = new(total <= 0 ? 0 : (int)Math.Clamp(done * 100 / total, 0, 100), words);
}
