using EmailContactPortal.Data.Deliveries;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Tests.Delivering;

public sealed class DeliveryTests
{
    [Fact]
    public async Task Everybody_gets_one_message_of_their_own_and_the_unsubscribed_none()
    {
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, 2_500);
        await using (var db = await campaign.OpenAsync())
        {
            db.Unsubscribes.Add(new Unsubscribe { ListTypeId = 1, Email = "a7@example.org", EmailKey = "a7@example.org" });
            await db.SaveChangesAsync();
        }

        await campaign.RunToEndAsync();

        Assert.Equal(CampaignStatus.Sent, (await campaign.ReadAsync()).Status);
        var deliveries = await campaign.DeliveriesAsync();
        Assert.Equal(2_500, deliveries.Count);
        Assert.Equal(ExclusionRule.Unsubscribed, Assert.Single(deliveries, d => d.Status == DeliveryStatus.Excluded).Exclusion);
        Assert.All(
            deliveries.Where(d => d.Email != "a7@example.org"),
            d => Assert.Equal((DeliveryStatus.Sent, 1, "250 2.0.0 taken"), (d.Status, d.Attempts, d.SmtpReply)));
        AssertOnceEach(server, deliveries.Where(d => d.Status == DeliveryStatus.Sent));
        var message = server.Taken.First(t => t.Recipient == "a2@example.org").Message;
        Assert.Contains("List-Unsubscribe: <https://mail.example.com/u/", message, StringComparison.Ordinal);
        Assert.Contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click", message, StringComparison.Ordinal);
        Assert.Contains("https://mail.example.com/c/", message.Replace("=\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("shop.example", message, StringComparison.Ordinal);
    }

    public static TheoryData<MailClient, string, string> Misdeeds
    {
        get
        {
            var data = new TheoryData<MailClient, string, string>();
            foreach (var client in Enum.GetValues<MailClient>())
            {
                foreach (var stage in new[] { "CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "BODY", "END" })
                    foreach (var deed in new[] { "drop", "421", "450", "garbage", "drop-once" })
                        data.Add(client, stage, deed);
                data.Add(client, "END", "take-and-drop");
                data.Add(client, "END", "334");
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Misdeeds))]
    public async Task Whatever_the_server_does_everybody_ends_with_one_right_answer(MailClient client, string stage, string deed)
    {
        await using var server = new HostileSmtpServer
        {
            Behave = moment => moment.Stage != stage || moment.Count % 7 != 3 || deed == "drop-once" && moment.Count > 3
                ? null
                : deed switch
                {
                    "drop" or "drop-once" => new SmtpAct.Drop(),
                    "take-and-drop" => new SmtpAct.TakeAndDrop(),
                    // Who refuses in the middle of a message must hang up: an answer more than questions would fit to nothing.
                    "421" or "450" when stage == "BODY" => new SmtpAct.SayAndDrop(deed + " 4.3.0 enough"),
                    "421" => new SmtpAct.Say("421 4.7.0 closing"),
                    "450" => new SmtpAct.Say("450 4.2.0 later"),
                    "garbage" => new SmtpAct.Say("hello there"),
                    _ => new SmtpAct.Say(deed + " hm"),
                },
        };
        await using var campaign = await TestCampaign.CreateAsync(server, 60, m => m.Client = client);

        await campaign.RunToEndAsync();

        var deliveries = await campaign.DeliveriesAsync();
        Assert.All(deliveries, d => Assert.True(DeliveryMoves.IsFinal(d.Status), $"{d.Email} {d.Status} {d.SmtpReply}"));
        Assert.All(deliveries, d => Assert.Contains(d.Status, new[] { DeliveryStatus.Sent, DeliveryStatus.Uncertain }));
        AssertOnceEach(server, deliveries.Where(d => d.Status == DeliveryStatus.Sent));
        if (stage is not ("BODY" or "END"))
            Assert.DoesNotContain(deliveries, d => d.Status == DeliveryStatus.Uncertain);
        if (deed == "take-and-drop")
            Assert.Contains(deliveries, d => d.Status == DeliveryStatus.Uncertain && d.SmtpStage == "EndOfData");
    }

    [Fact]
    public async Task Server_that_speaks_by_the_byte_and_cannot_pipeline_is_served()
    {
        await using var server = new HostileSmtpServer { SpeaksByByte = true, Extensions = [] };
        await using var campaign = await TestCampaign.CreateAsync(server, 50);

        await campaign.RunToEndAsync();

        AssertOnceEach(server, await campaign.DeliveriesAsync());
    }

    [Fact]
    public async Task Refused_recipient_is_final_and_the_server_s_words_are_kept()
    {
        await using var server = new HostileSmtpServer
        {
            Behave = m => m.Stage == "RCPT" && m.Line.Contains("a5@", StringComparison.Ordinal)
                ? new SmtpAct.Say("550 5.1.1 no such user")
                : null,
        };
        await using var campaign = await TestCampaign.CreateAsync(server, 20);

        await campaign.RunToEndAsync();

        var refused = Assert.Single(await campaign.DeliveriesAsync(), d => d.Status != DeliveryStatus.Sent);
        Assert.Equal(
            (DeliveryStatus.Rejected, "550 5.1.1 no such user", "RcptTo", 1),
            (refused.Status, refused.SmtpReply, refused.SmtpStage, refused.Attempts));
    }

    [Fact]
    public async Task Recipient_deferred_for_ever_is_given_up_at_the_maximum_age()
    {
        await using var server = new HostileSmtpServer
        {
            Behave = m => m.Stage == "RCPT" && m.Line.Contains("a5@", StringComparison.Ordinal)
                ? new SmtpAct.Say("450 4.2.1 greylisted")
                : null,
        };
        await using var campaign = await TestCampaign.CreateAsync(server, 6);
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);
        for (var round = 0; round < 80 && !await campaign.Closer.CloseAsync(campaign.Id, default); round++)
        {
            await campaign.Sender.RunAsync(campaign.Id, default);
            campaign.Clock.Advance(TimeSpan.FromHours(1));
        }

        var given = Assert.Single(await campaign.DeliveriesAsync(), d => d.Status != DeliveryStatus.Sent);
        Assert.Equal(DeliveryStatus.Rejected, given.Status);
        Assert.StartsWith("Given up after 48 hours. 450 4.2.1 greylisted", given.SmtpReply, StringComparison.Ordinal);
        Assert.InRange(given.Attempts, 8, 20);
        await campaign.AssertTotalsAsync();
    }

    [Theory]
    [InlineData("CONNECT", "554 5.7.1 go away")]
    [InlineData("MAIL", "550 5.7.1 sender not allowed")]
    [InlineData("MAIL", "451 4.7.1 too fast")]
    public async Task Trouble_with_the_server_pauses_the_server_and_costs_no_recipient_an_attempt(string stage, string reply)
    {
        await using var server = new HostileSmtpServer { Behave = m => m.Stage == stage ? new SmtpAct.Say(reply) : null };
        await using var campaign = await TestCampaign.CreateAsync(server, 20);
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);

        await campaign.Sender.RunAsync(campaign.Id, default);

        Assert.All(await campaign.DeliveriesAsync(), d => Assert.Equal((DeliveryStatus.Pending, 0), (d.Status, d.Attempts)));
        await using (var db = await campaign.OpenAsync())
        {
            var row = await db.MailServers.SingleAsync();
            Assert.True(row.PausedUntil > campaign.Clock.GetUtcNow().UtcDateTime);
            Assert.Contains(reply, row.Trouble, StringComparison.Ordinal);
        }

        server.Behave = _ => null;
        await campaign.RunToEndAsync();
        AssertOnceEach(server, await campaign.DeliveriesAsync());
    }

    [Fact]
    public async Task Pause_lets_at_most_one_more_message_per_connection_leave_and_resume_goes_on()
    {
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, 3_000);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Behave = m =>
        {
            if (m is { Stage: "END", Count: 100 })
                reached.TrySetResult();
            return null;
        };
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);
        var sending = campaign.Sender.RunAsync(campaign.Id, default);
        await reached.Task;
        await campaign.SetStatusAsync(CampaignStatus.Paused);
        var taken = server.Taken.Count;
        await sending;

        Assert.InRange(server.Taken.Count - taken, 0, 2 * 4);
        Assert.DoesNotContain(await campaign.DeliveriesAsync(), d => d.Status == DeliveryStatus.Uncertain);
        await campaign.SetStatusAsync(CampaignStatus.Sending);
        await campaign.RunToEndAsync();
        AssertOnceEach(server, await campaign.DeliveriesAsync());
    }

    [Fact]
    public async Task Cancelled_campaign_leaves_nobody_waiting_and_can_be_sent_to_the_rest()
    {
        await using var server = new HostileSmtpServer
        {
            Behave = m => m.Stage == "RCPT" && m.Count > 10 ? new SmtpAct.Say("450 4.2.1 later") : null,
        };
        await using var campaign = await TestCampaign.CreateAsync(server, 30);
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);
        await campaign.Sender.RunAsync(campaign.Id, default);
        await campaign.SetStatusAsync(CampaignStatus.Cancelled);

        Assert.True(await campaign.Closer.CloseAsync(campaign.Id, default));
        Assert.Equal(
            20, (await campaign.DeliveriesAsync()).Count(
                d => d is { Status: DeliveryStatus.Excluded, Exclusion: ExclusionRule.Cancelled }));
        await campaign.AssertTotalsAsync();

        server.Behave = _ => null;
        await using (var db = await campaign.OpenAsync()) Assert.Equal(20, await db.SendCancelledAsync(campaign.Id, default));
        await campaign.SetStatusAsync(CampaignStatus.Sending);
        await campaign.RunToEndAsync();
        AssertOnceEach(server, await campaign.DeliveriesAsync());
    }

    [Fact]
    public async Task What_a_dead_instance_was_attempting_becomes_uncertain_and_the_rest_goes_on()
    {
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, 30);
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);
        await using (var db = await campaign.OpenAsync())
        {
            await db.DeliveryBatches.ExecuteUpdateAsync(s => s.SetProperty(b => b.Owner, "dead")
                .SetProperty(b => b.LeaseUntil, campaign.Clock.GetUtcNow().UtcDateTime.AddMinutes(1)));
            var batch = await db.DeliveryBatches.SingleAsync();
            var delivery = await db.Deliveries.SingleAsync(d => d.Email == "a3@example.org");
            db.OpenAttempts.Add(new OpenAttempt
            {
                CampaignId = campaign.Id,
                BatchId = batch.Id,
                DeliveryId = delivery.Id,
                MessageId = "m3@example.com",
                MailServerId = (await db.MailServers.SingleAsync()).Id,
                AttemptedAt = campaign.Clock.GetUtcNow().UtcDateTime,
            });
            await db.SaveChangesAsync();
        }

        await campaign.RunToEndAsync();

        var deliveries = await campaign.DeliveriesAsync();
        var uncertain = Assert.Single(deliveries, d => d.Status == DeliveryStatus.Uncertain);
        Assert.Equal(
            ("a3@example.org", "m3@example.com", "EndOfData", 1),
            (uncertain.Email, uncertain.MessageId, uncertain.SmtpStage, uncertain.Attempts));
        AssertOnceEach(server, deliveries.Where(d => d.Status == DeliveryStatus.Sent));
        await using (var db = await campaign.OpenAsync()) Assert.Equal(1, await db.SendUncertainAgainAsync(campaign.Id, null, default));
        await campaign.SetStatusAsync(CampaignStatus.Sending);
        await campaign.RunToEndAsync();
        AssertOnceEach(server, await campaign.DeliveriesAsync());
    }

    private static void AssertOnceEach(HostileSmtpServer server, IEnumerable<Delivery> sent)
    {
        var expected = sent.Select(d => d.Email).Order(StringComparer.Ordinal).ToList();
        var taken = server.Taken.Select(t => t.Recipient).ToList();
        Assert.Equal(taken.Count, taken.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(expected.Except(taken));
    }
}
