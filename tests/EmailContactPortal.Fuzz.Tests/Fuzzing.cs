using System.Globalization;
using CsCheck;

namespace EmailContactPortal.Fuzz.Tests;

/// <summary>
/// Runs a check over made-up input: seconds in the suite, as many minutes for each check as <c>ECP_FUZZ_MINUTES</c> says. Whatever it is,
/// one input must stay within bounds of memory and time; those of time are wide, for busy machines.
/// </summary>
internal static class Fuzzing
{
    private const long MostBytes = 1_500_000_000;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(30);
    private static readonly double Minutes = double.TryParse(
        Environment.GetEnvironmentVariable("ECP_FUZZ_MINUTES"), CultureInfo.InvariantCulture, out var minutes) ? minutes : 0;

    /// <summary>Checks a few hundred inputs, or for minutes.</summary>
    internal static void Run<T>(Gen<T> inputs, Action<T> check, Func<T, string> print, int times = 300) =>
        inputs.Sample(
            input =>
            {
                var (bytes, start) = (GC.GetAllocatedBytesForCurrentThread(), TimeProvider.System.GetTimestamp());
                check(input);
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - bytes, 0, MostBytes);
                Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, MostTime);
            },
            iter: Minutes > 0 ? -1 : times,
            time: Minutes > 0 ? (int)(Minutes * 60) : -1,
            threads: 1,
            print: input => Bounded(print(input)));

    private static string Bounded(string text) => text.Length <= 4000 ? text : text[..4000] + "…";
}
