namespace EmailContactPortal.Data.Supervision;

/// <summary>How a loop that lives as long as the process is doing.</summary>
/// <param name="Name">What it does, in words for people: <c>Counting opens and clicks</c>.</param>
/// <param name="FailingSince">UTC of the first failure in a row; null while it works.</param>
/// <param name="Failures">How many in a row.</param>
/// <param name="Reason">Why the last one failed; for administrators only.</param>
public sealed record LoopState(string Name, DateTime? FailingSince = null, int Failures = 0, string? Reason = null)
{
    public bool IsFailing => FailingSince is not null;
}
