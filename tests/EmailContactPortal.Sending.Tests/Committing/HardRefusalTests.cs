using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Sending.Tests.Delivering;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Tests.Committing;

/// <summary>What a server says about a mailbox while sending counts as much as a mail that came back.</summary>
public sealed class HardRefusalTests
{
    [Theory]
    [InlineData("RCPT", "550 5.1.1 no such user", MailClient.MailKit)]
    [InlineData("RCPT", "550 5.1.1 no such user", MailClient.Pipelined)]
    [InlineData("RCPT", "550 No such user here", MailClient.MailKit)]
    [InlineData("RCPT", "553 5.1.3 bad destination mailbox address syntax", MailClient.MailKit)]
    [InlineData("RCPT", "550 5.2.1 The email account that you tried to reach is disabled", MailClient.Pipelined)]
    [InlineData("END", "550 5.1.1 <a5@example.org>: user unknown", MailClient.MailKit)]
    [InlineData("END", "550 5.1.1 <a5@example.org>: user unknown", MailClient.Pipelined)]
    public async Task Mailbox_refused_for_good_gets_no_mail_of_the_next_campaign_either(string stage, string reply, MailClient client)
    {
        await using var server = new HostileSmtpServer
        {
            Behave = m => m.Stage == stage && m.Line.Contains("a5@", StringComparison.Ordinal) ? new SmtpAct.Say(reply) : null,
        };
        await using var campaign = await TestCampaign.CreateAsync(server, 20, m => m.Client = client);
        await campaign.RunToEndAsync();
        await using var db = await campaign.OpenAsync();
        var suppressed = await db.Suppressions.AsNoTracking().SingleAsync();
        Assert.Equal(
            ("a5@example.org", SuppressionReason.HardBounce, campaign.Id), (suppressed.Email, suppressed.Reason, suppressed.CampaignId));
        Assert.Contains(reply[4..], suppressed.Detail, StringComparison.Ordinal);

        server.Behave = _ => null;
        var next = await campaign.AddAnotherAsync(10, i => $"a{i}@example.org");
        Assert.True((await campaign.Launcher.LaunchAsync(next, default)).Succeeded);
        await campaign.Sender.RunAsync(next, default);

        var deliveries = await db.Deliveries.AsNoTracking().Where(d => d.CampaignId == next).ToListAsync();
        Assert.Equal(
            (9, 1),
            (
                deliveries.Count(d => d.Status == DeliveryStatus.Sent),
                deliveries.Count(
                    d => d is { Status: DeliveryStatus.Excluded, Exclusion: ExclusionRule.HardBounced, Email: "a5@example.org" })));
    }

    [Theory]
    [InlineData("RCPT", "550 5.7.1 rejected by policy")]
    [InlineData("RCPT", "552 5.2.2 mailbox full")]
    [InlineData("RCPT", "550 5.1.8 sender's domain does not exist")]
    [InlineData("RCPT", "550 5.1.0 Sender address rejected: domain not found")]
    [InlineData("RCPT", "554 5.7.1 relay access denied")]
    [InlineData("RCPT", "550 5.1.1 message refused: your host is on a blocklist, user unknown to you")]
    [InlineData("END", "550 5.7.26 unauthenticated mail is refused, DMARC of the recipient domain does not exist")]
    [InlineData("END", "554 5.6.0 content rejected")]
    [InlineData("MAIL", "550 5.1.1 no such user")]
    public async Task Refusal_that_speaks_of_us_or_of_the_content_suppresses_nobody(string stage, string reply)
    {
        var refused = false;
        await using var server = new HostileSmtpServer
        {
            Behave = m => m.Stage == stage
                && (stage == "MAIL" ? !refused && (refused = true) : m.Line.Contains("a5@", StringComparison.Ordinal))
                    ? new SmtpAct.Say(reply)
                    : null,
        };
        await using var campaign = await TestCampaign.CreateAsync(server, 20);
        await campaign.RunToEndAsync();
        await using var db = await campaign.OpenAsync();
        Assert.Empty(await db.Suppressions.ToListAsync());
    }
}
