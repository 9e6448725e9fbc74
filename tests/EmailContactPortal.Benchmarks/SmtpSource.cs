using System.Diagnostics;
using System.Globalization;

namespace EmailContactPortal.Benchmarks;

/// <summary>Postfix's own load generator, the usual measure of what a wire takes.</summary>
internal static class SmtpSource
{
    private const string Program = "/usr/sbin/smtp-source";

    /// <summary>Messages per second; null where it is not installed.</summary>
    internal static async Task<double?> RunAsync(string host, int port, int messages, int size, int sessions)
    {
        if (!File.Exists(Program))
            return null;
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(
            Program, ["-s", Text(sessions), "-m", Text(messages), "-l", Text(size), "-d", $"{host}:{Text(port)}"]);
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? messages / watch.Elapsed.TotalSeconds : null;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
