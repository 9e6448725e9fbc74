namespace EmailContactPortal.Domain;

/// <summary>
/// How long to wait after trouble before trying again: longer each time, up to a bound, and never quite as long as others that failed at
/// the same moment.
/// </summary>
public static class BackOff
{
    private const double Jitter = 0.2;

    /// <summary>The pause after so many failures in a row: twice as long each time.</summary>
    /// <param name="failures">1 after the first.</param>
    /// <param name="first">The pause after the first failure; up to a fifth shorter, as all are.</param>
    /// <param name="longest">The pause never gets longer.</param>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan longest) =>
        After(failures, first, longest, Random.Shared.NextDouble());

    /// <summary>The same for who asks more than once and must hear the same each time.</summary>
    /// <param name="failures">1 after the first.</param>
    /// <param name="first">The pause after the first failure.</param>
    /// <param name="longest">The pause never gets longer.</param>
    /// <param name="chance">From 0 to 1 instead of chance: how much of the fifth the pause is shorter.</param>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan longest, double chance)
    {
        var doubled = first * Math.Pow(2, Math.Clamp(failures - 1, 0, 30));
        return Shortened(doubled < longest ? doubled : longest, chance);
    }

    /// <summary>The pause after so many failures in a row, where each has a length of its own; the last stays.</summary>
    /// <param name="failures">1 after the first.</param>
    /// <param name="pauses">After the first, the second, …</param>
    public static TimeSpan After(int failures, ReadOnlySpan<TimeSpan> pauses) =>
        Shortened(pauses[Math.Clamp(failures - 1, 0, pauses.Length - 1)], Random.Shared.NextDouble());

    private static TimeSpan Shortened(TimeSpan pause, double chance) => pause * (1 - (Jitter * chance));
}
