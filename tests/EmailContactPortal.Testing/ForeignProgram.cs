using System.Diagnostics;

namespace EmailContactPortal.Testing;

/// <summary>Runs programs that share nothing with ours, to judge what we made: an input in, an output back.</summary>
public static class ForeignProgram
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>Runs a Python script with the system's interpreter, which has the Debian packages such as python3-dkim.</summary>
    public static Task<string> PythonAsync(string script, string input) => RunAsync("/usr/bin/python3", ["-c", script], input);

    /// <summary>Runs a program to its end; throws with its complaint when it fails.</summary>
    public static async Task<string> RunAsync(string program, IReadOnlyList<string> arguments, string input, string? directory = null)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? "",
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Timeout);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0
                ? await output
                : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors} {await output}");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
