using System.Diagnostics;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Testing;

namespace EmailContactPortal.Sending.Tests.Delivering;

public sealed class CrashTests
{
    private const int Connections = 4;

    [Theory, InlineData(MailClient.MailKit), InlineData(MailClient.Pipelined)]
    public async Task Killed_again_and_again_nobody_is_mailed_twice_and_nobody_is_lost(MailClient client)
    {
        const int People = 4_000;
        const int Kills = 6;
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, People, m => m.Client = client);
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);

        for (var kill = 1; kill <= Kills; kill++)
        {
            using var process = HostProcess.Start(campaign);
            await HostProcess.ReachAsync(server, People * kill / (Kills + 2) + Random.Shared.Next(50), process);
            process.Kill();
            await process.WaitForExitAsync();
        }

        using var last = HostProcess.Start(campaign);
        await last.WaitForExitAsync().WaitAsync(HostProcess.Timeout);

        Assert.Equal(CampaignStatus.Sent, (await campaign.ReadAsync()).Status);
        var deliveries = await campaign.DeliveriesAsync();
        var uncertain = deliveries.Where(d => d.Status == DeliveryStatus.Uncertain).Select(d => d.Email).ToHashSet();
        Assert.InRange(uncertain.Count, 0, Connections * Kills);
        HostProcess.AssertOnce(server, deliveries, uncertain);
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
            using var process = HostProcess.Start(campaign);
            await HostProcess.ReachAsync(server, 500 * stop, process);
            using (Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
                await process.WaitForExitAsync().WaitAsync(HostProcess.Timeout);
            Assert.DoesNotContain(await campaign.DeliveriesAsync(), d => d.Status == DeliveryStatus.Uncertain);
        }

        using var last = HostProcess.Start(campaign);
        await last.WaitForExitAsync().WaitAsync(HostProcess.Timeout);

        HostProcess.AssertOnce(server, await campaign.DeliveriesAsync(), []);
    }

    [Theory, InlineData(MailClient.MailKit), InlineData(MailClient.Pipelined)]
    public async Task Two_processes_that_each_take_the_other_for_dead_mail_nobody_twice(MailClient client)
    {
        // On SQL Server they share the work by leases; on SQLite, where there is one instance only, each takes over what the other holds,
        // and only the fence keeps them apart.
        const int People = 5_000;
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, People, m => m.Client = client);
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);

        using var first = HostProcess.Start(campaign);
        await HostProcess.ReachAsync(server, 200, first);
        using var second = HostProcess.Start(campaign);
        await HostProcess.ReachAsync(server, 1_500, second);
        first.Kill();
        await first.WaitForExitAsync();
        await second.WaitForExitAsync().WaitAsync(HostProcess.Timeout);

        var deliveries = await campaign.DeliveriesAsync();
        var uncertain = deliveries.Where(d => d.Status == DeliveryStatus.Uncertain).Select(d => d.Email).ToHashSet();
        Assert.Equal(CampaignStatus.Sent, (await campaign.ReadAsync()).Status);
        Assert.InRange(uncertain.Count, 0, 2 * Connections);
        HostProcess.AssertOnce(server, deliveries, uncertain);
        await campaign.AssertTotalsAsync();
    }
}
