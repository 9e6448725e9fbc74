using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Sending.Tests.Delivering;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Tests.Committing;

/// <summary>
/// Nothing leaves that could not be written down first, and what was answered is written down as soon as that is possible again. About
/// SQLite's lock and file.
/// </summary>
public sealed class DatabaseTroubleTests
{
    private const int Connections = 4;
    private static readonly TimeSpan Trouble = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Database_locked_for_seconds_holds_sending_up_and_loses_nobody()
    {
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, 1_500, embedded: true);
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);
        using var process = HostProcess.Start(campaign);
        await HostProcess.ReachAsync(server, 300, process);

        await using (var db = await campaign.OpenAsync())
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            await db.Campaigns.Where(c => c.Id == campaign.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.Version, c => c.Version));
            var atFirst = server.Taken.Count;
            await Task.Delay(Trouble);
            Assert.InRange(server.Taken.Count - atFirst, 0, Connections);
        }

        await process.WaitForExitAsync().WaitAsync(HostProcess.Timeout);
        await AssertAllSentOnceAsync(campaign, server);
    }

    [Fact]
    public async Task Full_disk_holds_sending_up_and_loses_nobody()
    {
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, 1_500, embedded: true);
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);
        using var process = HostProcess.Start(campaign);
        await HostProcess.ReachAsync(server, 300, process);

        await HostProcess.LimitFilesAsync(process, "1024");
        await Task.Delay(TimeSpan.FromSeconds(1));
        var atFirst = server.Taken.Count;
        await Task.Delay(Trouble);
        Assert.Equal(atFirst, server.Taken.Count);
        Assert.False(process.HasExited);
        await HostProcess.LimitFilesAsync(process, "unlimited");

        await process.WaitForExitAsync().WaitAsync(HostProcess.Timeout);
        await AssertAllSentOnceAsync(campaign, server);
    }

    private static async Task AssertAllSentOnceAsync(TestCampaign campaign, HostileSmtpServer server)
    {
        Assert.Equal(CampaignStatus.Sent, (await campaign.ReadAsync()).Status);
        HostProcess.AssertOnce(server, await campaign.DeliveriesAsync(), []);
        await campaign.AssertTotalsAsync();
    }
}
