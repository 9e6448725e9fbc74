using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using EmailContactPortal.Testing;

namespace EmailContactPortal.EndToEnd.Tests;

/// <summary>Postfix's own sink: takes every mail into a file of its own, so that a test can count what really arrived.</summary>
public sealed partial class SmtpSink : IAsyncDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("ecp-sink-").FullName;
    private Process? process;

    public SmtpSink() => Port = FreePort.Next();

    public int Port { get; }

    public async Task StartAsync()
    {
        // The sink refuses to run as root and must be able to write its file.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(directory, (UnixFileMode)0b111_111_111);
        var start = new ProcessStartInfo("/usr/sbin/smtp-sink") { WorkingDirectory = directory };
        foreach (var argument in (string[])["-u", "nobody", "-R", directory, "-d", "mail.", $"127.0.0.1:{Port}", "512"])
            start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        await Eventually.TrueAsync(AnswersAsync, TimeSpan.FromSeconds(20), () => "smtp-sink does not listen.");
    }

    public async Task StopAsync()
    {
        if (process is null || process.HasExited) return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>How many mails arrived; cheap.</summary>
    public int Count => Directory.EnumerateFiles(directory, "mail.*").Count();

    /// <summary>Every mail that arrived: whom the envelope named and the whole text.</summary>
    public IReadOnlyList<(string Recipient, string Source)> Mails()
    {
        var mails = new List<(string, string)>();
        foreach (var file in Directory.EnumerateFiles(directory, "mail.*"))
        {
            var source = File.ReadAllText(file, Encoding.Latin1);
            if (Recipient().Match(source) is { Success: true } recipient)
                mails.Add((recipient.Groups[1].Value.ToLower(CultureInfo.InvariantCulture), source));
        }

        return mails;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        process?.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^X-Rcpt-Args: <([^>]+)>", RegexOptions.Multiline)]
    private static partial Regex Recipient();
}
