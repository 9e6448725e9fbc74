namespace EmailContactPortal.Domain;

/// <summary>How long to wait after trouble before trying again: twice as long each time, up to a bound, and never quite as long as others that failed at the same moment.</summary>
public static class BackOff
{
    private const double Jitter = 0.2;

    /// <summary>The pause after so many failures in a row.</summary>
    /// <param name="failures">1 after the first.</param>
    /// <param name="first">The pause after the first failure.</param>
    /// <param name="longest">The pause never gets longer, jitter aside.</param>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan longest)
    {
        var doubled = first * Math.Pow(2, Math.Clamp(failures - 1, 0, 30));
        return (doubled < longest ? doubled : longest) * (1 - (Jitter * Random.Shared.NextDouble()));
    }
}
