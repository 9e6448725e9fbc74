using System.Text;
using EmailContactPortal.Testing;

namespace EmailContactPortal.Sending.Tests.Delivering;

public sealed class ForeignReadingTests
{
    [Fact]
    public async Task What_a_campaign_sent_means_to_MimeKit_what_was_written()
    {
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, 20);

        await campaign.RunToEndAsync();

        var deliveries = (await campaign.DeliveriesAsync()).ToDictionary(d => d.Email);
        Assert.Equal(20, server.Taken.Count);
        Assert.All(server.Taken, taken =>
        {
            var delivery = deliveries[taken.Recipient];
            MimeKitJudge.Judge(Encoding.UTF8.GetBytes(taken.Message), new MeantMail
            {
                Subject = $"News for {(delivery.FirstName is { Length: > 0 } name ? name : "you")}",
                From = ("Shop", "shop@example.com"),
                To = (delivery.FirstName ?? "", delivery.Email),
                Fields = new Dictionary<string, string>
                {
                    ["Message-ID"] = $"<{delivery.MessageId}>",
                    ["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click",
                    ["Feedback-ID"] = $"{campaign.Id}:1:campaign:ecp",
                    ["MIME-Version"] = "1.0",
                },
            });
        });
    }
}
