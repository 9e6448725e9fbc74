using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Sending.Committing;
using EmailContactPortal.Sending.Tests.Delivering;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Tests.Committing;

/// <summary>
/// A statement that the database does not understand is no database that is away: it ends the run, and is shown with its reason. About
/// SQLite's words.
/// </summary>
public sealed class ProgramFaultTests
{
    [Fact]
    public async Task Column_that_is_missing_ends_the_run_at_once_and_is_shown_until_results_can_be_written_again()
    {
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, 100, embedded: true);
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);
        await using var db = await campaign.OpenAsync();
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE Deliveries RENAME COLUMN SmtpStage TO Elsewhere");

        await Assert.ThrowsAnyAsync<Exception>(() => campaign.Sender.RunAsync(campaign.Id, default).WaitAsync(TimeSpan.FromSeconds(60)));

        var state = Assert.Single(campaign.Get<Loops>().All, l => l.IsFailing);
        Assert.Equal(GroupCommitter.Name, state.Name);
        Assert.Contains("no such column: SmtpStage", state.Reason, StringComparison.Ordinal);
        Assert.InRange(server.Taken.Count, 1, 4);
        Assert.Equal(0, await db.DeadLetters.CountAsync());

        await db.Database.ExecuteSqlRawAsync("ALTER TABLE Deliveries RENAME COLUMN Elsewhere TO SmtpStage");
        for (var round = 0; round < 10 && (await campaign.DeliveriesAsync()).Any(d => d.Status == DeliveryStatus.Pending); round++)
        {
            campaign.Clock.Advance(TimeSpan.FromMinutes(2));
            await campaign.Sender.RunAsync(campaign.Id, default);
        }

        Assert.DoesNotContain(campaign.Get<Loops>().All, l => l.IsFailing);
        Assert.All(await campaign.DeliveriesAsync(), d => Assert.True(d.Status is DeliveryStatus.Sent or DeliveryStatus.Uncertain));
        Assert.All(server.Taken.GroupBy(t => t.Recipient), g => Assert.Single(g));
        await campaign.AssertTotalsAsync();
    }
}
