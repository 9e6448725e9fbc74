using System.Diagnostics;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Testing;

namespace EmailContactPortal.Sending.Tests.Delivering;

public sealed class CrashTests
{
    private const int Connections = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Killed_again_and_again_nobody_is_mailed_twice_and_nobody_is_lost()
    {
        const int People = 4_000;
        const int Kills = 6;
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, People);
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);

        for (var kill = 1; kill <= Kills; kill++)
        {
            using var process = Start(campaign);
            await ReachAsync(server, People * kill / (Kills + 2) + Random.Shared.Next(50), process);
            process.Kill();
            await process.WaitForExitAsync();
        }

        using var last = Start(campaign);
        await last.WaitForExitAsync().WaitAsync(Patience);

        Assert.Equal(CampaignStatus.Sent, (await campaign.ReadAsync()).Status);
        var deliveries = await campaign.DeliveriesAsync();
        var uncertain = deliveries.Where(d => d.Status == DeliveryStatus.Uncertain).Select(d => d.Email).ToHashSet();
        Assert.InRange(uncertain.Count, 0, Connections * Kills);
        AssertOnce(server, deliveries, uncertain);
        await campaign.AssertTotalsAsync();
    }

    [Fact]
    public async Task Stopped_politely_nothing_is_uncertain()
    {
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, 2_000);
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);
        for (var stop = 1; stop <= 2; stop++)
        {
            using var process = Start(campaign);
            await ReachAsync(server, 500 * stop, process);
            using (Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
                await process.WaitForExitAsync().WaitAsync(Patience);
            Assert.DoesNotContain(await campaign.DeliveriesAsync(), d => d.Status == DeliveryStatus.Uncertain);
        }

        using var last = Start(campaign);
        await last.WaitForExitAsync().WaitAsync(Patience);

        AssertOnce(server, await campaign.DeliveriesAsync(), []);
    }

    private static void AssertOnce(HostileSmtpServer server, List<Delivery> deliveries, HashSet<string> uncertain)
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

    private static Process Start(TestCampaign campaign) =>
        Process.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "EmailContactPortal.SendingHost.dll"), .. campaign.HostArguments]);

    private static async Task ReachAsync(HostileSmtpServer server, int count, Process process)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Behave = _ =>
        {
            if (server.Taken.Count >= count)
                reached.TrySetResult();
            return null;
        };
        await Task.WhenAny(reached.Task, process.WaitForExitAsync()).WaitAsync(Patience);
    }
}
