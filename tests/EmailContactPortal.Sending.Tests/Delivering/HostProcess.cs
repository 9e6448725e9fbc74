using System.Diagnostics;
using System.Globalization;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Testing;

namespace EmailContactPortal.Sending.Tests.Delivering;

/// <summary>A process that sends a campaign, to be killed or cut off from its disk.</summary>
internal static class HostProcess
{
    internal static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>Starts it; a write beyond a limit set on it fails instead of ending it.</summary>
    internal static Process Start(TestCampaign campaign) =>
        Process.Start(
            "sh", ["-c", "trap '' XFSZ; exec dotnet \"$0\" \"$@\"",
                Path.Combine(AppContext.BaseDirectory, "EmailContactPortal.SendingHost.dll"), .. campaign.HostArguments]);

    /// <summary>Waits until the server has that many messages, or the process ends.</summary>
    internal static async Task ReachAsync(HostileSmtpServer server, int count, Process process)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Behave = _ =>
        {
            if (server.Taken.Count >= count)
                reached.TrySetResult();
            return null;
        };
        await Task.WhenAny(reached.Task, process.WaitForExitAsync()).WaitAsync(Timeout);
    }

    /// <summary>How large a file the process may write, in bytes or <c>unlimited</c>.</summary>
    internal static async Task LimitFilesAsync(Process process, string size)
    {
        using var prlimit = Process.Start(
            "prlimit", ["--pid", process.Id.ToString(CultureInfo.InvariantCulture), $"--fsize={size}:unlimited"]);
        await prlimit.WaitForExitAsync().WaitAsync(Timeout);
        Assert.Equal(0, prlimit.ExitCode);
    }

    /// <summary>No address and no Message-ID arrived twice, and nobody is missing but those who are listed as uncertain.</summary>
    internal static void AssertOnce(HostileSmtpServer server, List<Delivery> deliveries, HashSet<string> uncertain)
    {
        var taken = server.Taken.ToList();
        Assert.Equal(taken.Count, taken.Select(t => t.Recipient).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(taken.Count, taken.Select(t => MessageId(t.Message)).Distinct(StringComparer.Ordinal).Count());
        var missing = deliveries.Select(d => d.Email).Except(taken.Select(t => t.Recipient)).ToHashSet();
        Assert.Subset(uncertain, missing);
        Assert.All(deliveries.Where(d => !uncertain.Contains(d.Email)), d => Assert.Equal(DeliveryStatus.Sent, d.Status));
    }

    private static string MessageId(string message) =>
        message.Split("\r\n").First(line => line.StartsWith("Message-ID:", StringComparison.Ordinal));
}
