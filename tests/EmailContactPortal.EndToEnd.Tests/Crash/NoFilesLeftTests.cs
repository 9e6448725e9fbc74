using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace EmailContactPortal.EndToEnd.Tests.Crash;

/// <summary>A process that has no file left can accept no connection; it must come back when there are some again.</summary>
public sealed class NoFilesLeftTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Portal_out_of_files_lives_on_and_takes_connections_when_they_are_back()
    {
        await using var portal = await PortalProcess.StartAsync(
            ("MailCatcher:Enabled", "true"), ("MailServer:Host", "127.0.0.1"), ("MailServer:Port", "1"), ("MailServer:Security", "None"));
        var used = Directory.GetFiles($"/proc/{portal.Id}/fd").Length;
        await LimitAsync(portal.Id, used + 40);
        var idle = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 130; i++)
            {
                var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", portal.CatcherPort);
                idle.Add(client);
            }

            await Eventually.TrueAsync(
                () => Task.FromResult(portal.Output.Contains("Mail catcher failed", StringComparison.Ordinal)), Timeout,
                () => portal.Output);
            Assert.False(portal.HasExited);
        }
        finally
        {
            idle.ForEach(c => c.Dispose());
            await LimitAsync(portal.Id, 4096);
        }

        await Eventually.TrueAsync(
            async () => await GreetsAsync(portal.CatcherPort) && await IsReadyAsync(portal), Timeout, () => portal.Output);
    }

    private static async Task<bool> GreetsAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port).WaitAsync(TimeSpan.FromSeconds(5));
            var answer = new byte[3];
            await client.GetStream().ReadExactlyAsync(answer).AsTask().WaitAsync(TimeSpan.FromSeconds(5));
            return Encoding.ASCII.GetString(answer) == "220";
        }
        catch (Exception e) when (e is IOException or SocketException or TimeoutException)
        {
            return false;
        }
    }

    private static async Task<bool> IsReadyAsync(PortalProcess portal)
    {
        try
        {
            using var client = new HttpClient { BaseAddress = portal.Address };
            return await client.GetStringAsync(new Uri("/health/ready", UriKind.Relative)) == "Healthy";
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task LimitAsync(int process, int files)
    {
        using var prlimit = Process.Start("prlimit", ["--pid", process.ToString(CultureInfo.InvariantCulture), $"--nofile={files}:"])!;
        await prlimit.WaitForExitAsync();
        Assert.Equal(0, prlimit.ExitCode);
    }
}
