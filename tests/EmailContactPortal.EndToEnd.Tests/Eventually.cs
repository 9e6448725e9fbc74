using System.Diagnostics;

namespace EmailContactPortal.EndToEnd.Tests;

/// <summary>Waits for something that another process does.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks again and again until the answer is yes; fails with <paramref name="otherwise"/> when timeout ends.</summary>
    public static async Task TrueAsync(Func<Task<bool>> question, TimeSpan timeout, Func<string> otherwise)
    {
        var watch = Stopwatch.StartNew();
        while (!await question())
        {
            if (watch.Elapsed > timeout) Assert.Fail(otherwise());
            await Task.Delay(Step);
        }
    }

    /// <summary>Reads again and again until the value satisfies; gives the value.</summary>
    public static async Task<T> BecomesAsync<T>(Func<Task<T>> read, Func<T, bool> satisfied, TimeSpan timeout)
    {
        T value = default!;
        await TrueAsync(async () => satisfied(value = await read()), timeout, () => $"After {timeout} the value is still: {value}");
        return value;
    }
}
