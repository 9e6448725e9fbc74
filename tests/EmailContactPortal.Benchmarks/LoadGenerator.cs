using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace EmailContactPortal.Benchmarks;

/// <summary>What a load generator saw.</summary>
/// <param name="Requests">Answers with a status below 400.</param>
/// <param name="Errors">Other answers and broken connections.</param>
/// <param name="PerSecond">Good answers per second.</param>
/// <param name="P99Milliseconds">99 of 100 answers came within.</param>
internal sealed record Load(long Requests, long Errors, double PerSecond, double P99Milliseconds);

/// <summary>
/// Drives keep-alive HTTP requests: wrk where it is installed, else plain sockets in this process, which share its processor time.
/// </summary>
internal static class LoadGenerator
{
    private static readonly string? Wrk = new[] { "/usr/bin/wrk", "/usr/local/bin/wrk" }.FirstOrDefault(File.Exists);

    public static string Name => Wrk is null ? "sockets" : "wrk";

    public static Task<Load> RunAsync(Uri address, IReadOnlyList<string> paths, int connections, int seconds) =>
        Wrk is null ? SocketLoad.RunAsync(address, paths, connections, seconds) : WithWrkAsync(address, paths, connections, seconds);

    private static async Task<Load> WithWrkAsync(Uri address, IReadOnlyList<string> paths, int connections, int seconds)
    {
        var script = Path.Combine(Path.GetTempPath(), $"ecp-track-{Environment.ProcessId}.lua");
        var list = Path.ChangeExtension(script, ".txt");
        await File.WriteAllLinesAsync(list, paths);
        await File.WriteAllTextAsync(script, Script(list));
        try
        {
            using var process = Process.Start(new ProcessStartInfo(
                Wrk!, ["-t1", $"-c{connections}", $"-d{seconds}s", "-s", script, address.ToString()])
            { RedirectStandardOutput = true })!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            var fields = output[(output.LastIndexOf("ECP ", StringComparison.Ordinal) + 4)..].Split(' ', '\n');
            var (requests, errors, micros, p99) = (long.Parse(fields[0], CultureInfo.InvariantCulture),
                long.Parse(fields[1], CultureInfo.InvariantCulture), Number(fields[2]), Number(fields[3]));
            return new Load(requests - errors, errors, (requests - errors) / (micros / 1_000_000), p99 / 1000);
        }
        finally
        {
            File.Delete(script);
            File.Delete(list);
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Script(string list) => new StringBuilder()
        .AppendLine("requests = {} n = 0")
        .AppendLine(
            CultureInfo.InvariantCulture,
            $"function init(args) for line in io.lines('{list}') do requests[#requests + 1] = wrk.format('GET', line) end end")
        .AppendLine("function request() n = n % #requests + 1 return requests[n] end")
        .AppendLine("function done(summary, latency) local e = summary.errors")
        .AppendLine(
            "io.write(string.format('ECP %d %d %d %d\\n', summary.requests, e.status + e.connect + e.read + e.write + e.timeout, "
                + "summary.duration, latency:percentile(99))) end")
        .ToString();
}
