using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.Jobs;
using EmailContactPortal.Sending.Tests.Delivering;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Tests.Committing;

/// <summary>
/// One answer that can never be written must not hold up the campaign. About a trigger of SQLite's, which stands for any rule of a row.
/// </summary>
public sealed class SetAsideTests
{
    [Fact]
    public async Task Answer_that_can_never_be_written_is_set_aside_and_its_mail_is_not_sent_again()
    {
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, 300, embedded: true);
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);
        var poisoned = (await campaign.DeliveriesAsync())[123];
        await using var db = await campaign.OpenAsync();
        var when = $"NEW.Id = {poisoned.Id} AND NEW.Status = {(int)DeliveryStatus.Sent}";
#pragma warning disable EF1002 // A trigger takes no parameters; the values are our own numbers.
        await db.Database.ExecuteSqlRawAsync(
            $"CREATE TRIGGER poison BEFORE UPDATE ON Deliveries WHEN {when} BEGIN SELECT RAISE(ABORT, 'not this one'); END");
#pragma warning restore EF1002

        await Assert.ThrowsAsync<InvalidOperationException>(() => campaign.Sender.RunAsync(campaign.Id, default));
        for (var round = 0; round < 10 && (await campaign.DeliveriesAsync()).Any(d => d.Status == DeliveryStatus.Pending); round++)
        {
            campaign.Clock.Advance(TimeSpan.FromMinutes(2));
            await campaign.Sender.RunAsync(campaign.Id, default);
        }

        var deliveries = await campaign.DeliveriesAsync();
        Assert.Equal(DeliveryStatus.Uncertain, deliveries.Single(d => d.Id == poisoned.Id).Status);
        Assert.All(deliveries.Where(d => d.Id != poisoned.Id), d => Assert.Equal(DeliveryStatus.Sent, d.Status));
        Assert.All(server.Taken.GroupBy(t => t.Recipient), g => Assert.Single(g));
        Assert.Equal(300, server.Taken.Count);
        var letter = await db.DeadLetters.AsNoTracking().SingleAsync();
        Assert.Equal((DeadLetterKind.Outcome, poisoned.Id, campaign.Id), (letter.Kind, letter.DeliveryId, letter.CampaignId));
        Assert.Contains("250 2.0.0 taken", letter.Content, StringComparison.Ordinal);
        await campaign.AssertTotalsAsync();
    }
}
