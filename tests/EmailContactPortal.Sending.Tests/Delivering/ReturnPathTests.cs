using System.Collections.Concurrent;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Testing;

namespace EmailContactPortal.Sending.Tests.Delivering;

public sealed class ReturnPathTests
{
    [Fact]
    public async Task With_a_domain_for_bounces_every_message_has_addresses_of_its_own_to_come_back_to()
    {
        var commands = new ConcurrentQueue<string>();
        await using var server = Recording(commands);
        await using var campaign = await TestCampaign.CreateAsync(server, 10, options: o => o.ReturnDomain = "bounces.example.com");

        await campaign.RunToEndAsync();

        var addresses = new ReturnAddress(campaign.Get<PublicToken>(), "bounces.example.com");
        foreach (var delivery in await campaign.DeliveriesAsync())
        {
            var bounces = addresses.ForBounces(delivery.Id);
            Assert.Contains($"MAIL FROM:<{bounces}> ENVID={delivery.MessageId} RET=HDRS", commands);
            Assert.Contains($"RCPT TO:<{delivery.Email}> NOTIFY=FAILURE ORCPT=rfc822;{delivery.Email}", commands);
            var message = server.Taken.Single(t => t.Recipient == delivery.Email).Message.Replace("\r\n ", " ", StringComparison.Ordinal);
            Assert.Contains(
                $">, <mailto:{addresses.ForUnsubscribing(delivery.Id)}?subject=unsubscribe>", message, StringComparison.Ordinal);
            Assert.Contains("List-Unsubscribe: <https://mail.example.com/u/", message, StringComparison.Ordinal);
            Assert.DoesNotContain(bounces, message, StringComparison.Ordinal);
            Assert.All(message.Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
        }
    }

    [Fact]
    public async Task Without_one_bounces_go_to_the_sender()
    {
        var commands = new ConcurrentQueue<string>();
        await using var server = Recording(commands);
        await using var campaign = await TestCampaign.CreateAsync(server, 1);

        await campaign.RunToEndAsync();

        Assert.Contains("MAIL FROM:<shop@example.com>", commands);
        Assert.DoesNotContain("mailto:", Assert.Single(server.Taken).Message, StringComparison.Ordinal);
    }

    private static HostileSmtpServer Recording(ConcurrentQueue<string> commands) => new()
    {
        Extensions = ["PIPELINING", "8BITMIME", "SMTPUTF8", "DSN"],
        Behave = moment =>
        {
            if (moment.Stage is "MAIL" or "RCPT") commands.Enqueue(moment.Line);
            return null;
        },
    };
}
