namespace EmailContactPortal.Domain.Jobs;

/// <summary>
/// One run of a row's job: what history, back-off and "is anybody at it" are read from, whatever becomes of the scheduler's own state.
/// </summary>
public sealed class JobRun
{
    public long Id { get; set; }

    /// <summary>The kind of work in one word: <c>import</c>.</summary>
    public required string Kind { get; set; }

    public int RowId { get; set; }

    /// <summary>The instance whose share of the row this is; empty for work that only one does at a time.</summary>
    public string Share { get; set; } = "";

    /// <summary>What people called it when it ran: <c>Import: Spring people</c>.</summary>
    public required string Name { get; set; }

    /// <summary>The portal instance that ran it.</summary>
    public required string Instance { get; set; }

    /// <summary>The scheduler's own id of the job, by which a run can be stopped.</summary>
    public string JobId { get; set; } = "";

    public DateTime StartedAt { get; set; }

    /// <summary>UTC of its last sign of life; one that is silent for a minute is over, whoever it was.</summary>
    public DateTime SeenAt { get; set; }

    public DateTime? EndedAt { get; set; }

    public JobResult Result { get; set; } = JobResult.Running;

    /// <summary>0 to 100 while it runs; null when it does not say.</summary>
    public int? Percent { get; set; }

    /// <summary>How far it is while it runs, what came out when it ended; no personal data.</summary>
    public string Summary { get; set; } = "";

    /// <summary>Why it failed, in words.</summary>
    public string? Failure { get; set; }

    /// <summary>How many runs of this row failed one after the other, up to this one.</summary>
    public int Failures { get; set; }
}

/// <summary>How a run ended.</summary>
public enum JobResult
{
    Running = 1,
    Finished = 2,
    Failed = 3,

    /// <summary>By a person, by the row's own state, or because the instance was shut down.</summary>
    Stopped = 4,

    /// <summary>Its instance ended without a word.</summary>
    BrokenOff = 5,
}

/// <summary>
/// When a row whose runs fail may be tried again: first after 5 seconds, then after a pause that doubles up to 10 minutes.
/// </summary>
public static class JobBackOff
{
    // An instance that was killed says nothing about the job, unless it happens again and again: then the job may be what kills it.
    private const int FreeBreaks = 2;
    private const int Chances = 21;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>The moment (UTC) from which the row may run again after <paramref name="last"/>, its last run.</summary>
    public static DateTime Until(JobRun last)
    {
        var tries = last.Result switch
        {
            JobResult.Failed => last.Failures,
            JobResult.BrokenOff => last.Failures - FreeBreaks,
            _ => 0,
        };
        var ended = last.EndedAt ?? last.SeenAt;
        if (tries <= 0) return ended;
        // By row, because it is asked again and again, and many that failed together must not come back together.
        return ended + BackOff.After(tries, First, Longest, last.RowId % Chances / (double)Chances);
    }
}
