using System.IO.Compression;
using System.Text;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Sending.Evidence;
using EmailContactPortal.Sending.Tests.Delivering;
using EmailContactPortal.Testing;
using EmailContactPortal.Testing.RealServers;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Tests.Evidence;

public sealed class LogEvidenceTests
{
    private const string Log = """
        Nov 21 18:00:00 relay postfix/smtpd[1]: connect from portal[10.0.0.1]
        Nov 21 18:00:00 relay postfix/cleanup[2]: AAAAAA1111: message-id=<sent@example.com>
        Nov 21 18:00:00 relay postfix/qmgr[3]: AAAAAA1111: from=<shop@example.com>, size=2000, nrcpt=1 (queue active)
        2026-11-21T18:00:01.000000+00:00 relay postfix/submission/smtp[4]: AAAAAA1111: to=<a1@example.org>, relay=mx[1.2.3.4]:25, dsn=2.0.0, status=sent (250 ok)
        Nov 21 18:00:01 relay postfix/qmgr[3]: AAAAAA1111: removed
        Nov 21 18:00:02 relay postfix/cleanup[2]: BBBBBB2222: message-id=<bounced@example.com>
        Nov 21 18:00:02 relay postfix/qmgr[3]: BBBBBB2222: from=<shop@example.com>, size=2000, nrcpt=1 (queue active)
        Nov 21 18:00:03 relay postfix-out/smtp[4]: BBBBBB2222: to=<a2@example.org>, relay=mx[1.2.3.4]:25, dsn=5.1.1, status=bounced (host mx said: 550 5.1.1 user unknown (in reply to RCPT TO command))
        Nov 21 18:00:03 relay postfix/cleanup[2]: CCCCCC3333: message-id=<queued@example.com>
        Nov 21 18:00:03 relay postfix/qmgr[3]: CCCCCC3333: from=<shop@example.com>, size=2000, nrcpt=1 (queue active)
        Nov 21 18:00:04 relay postfix/cleanup[2]: DDDDDD4444: message-id=<broken@example.com>
        Nov 21 18:00:04 relay postfix/smtpd[1]: lost connection after DATA (512 bytes) from portal[10.0.0.1]
        Nov 21 18:00:05 relay postfix/cleanup[2]: AAAAAA1111: message-id=<other@elsewhere.example>
        Nov 21 18:00:06 relay postfix/smtp[4]: AAAAAA1111: to=<z@example.org>, dsn=5.1.1, status=bounced (no)
        """;

    [Theory, InlineData(false), InlineData(true)]
    public async Task What_the_log_proves_is_settled_and_the_rest_is_left(bool compressed)
    {
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, 5);
        await MakeUncertainAsync(campaign, "sent", "bounced", "queued", "broken", "unheard");
        using var log = new MemoryStream();
        await using (var written = compressed ? new GZipStream(log, CompressionLevel.Fastest, leaveOpen: true) : Stream.Null)
        {
            await written.WriteAsync(Encoding.UTF8.GetBytes(Log));
            if (!compressed) await log.WriteAsync(Encoding.UTF8.GetBytes(Log));
        }

        log.Position = 0;
        Assert.Equal(new LogFindings(2, 1, 2), (await campaign.Get<LogEvidence>().SettleAsync(campaign.Id, log, default)).Value);

        var statuses = (await campaign.DeliveriesAsync()).Select(d => d.Status);
        Assert.Equal(
            [DeliveryStatus.Sent, DeliveryStatus.Bounced, DeliveryStatus.Sent, DeliveryStatus.Uncertain, DeliveryStatus.Uncertain],
            statuses);
        await using var db = await campaign.OpenAsync();
        var totals = await db.CampaignTotals.AsNoTracking().SingleAsync();
        Assert.Equal((2, 1, 2), (totals.Sent, totals.Bounced, totals.Uncertain));
        Assert.Equal("a2@example.org", (await db.Suppressions.SingleAsync()).EmailKey);
    }

    [Theory]
    [InlineData("y")]
    [InlineData(" y\r\n")]
    [InlineData("postfix")]
    [InlineData("postfix/a[")]
    public async Task A_small_file_that_unpacks_to_very_much_costs_little(string piece)
    {
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, 1);
        await MakeUncertainAsync(campaign, "unheard");
        using var log = new MemoryStream();
        await using (var written = new GZipStream(log, CompressionLevel.Fastest, leaveOpen: true))
        {
            var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length)));
            for (var i = 0; i < 40; i++)
                await written.WriteAsync(block);
        }

        log.Position = 0;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Assert.Equal(new LogFindings(0, 0, 1), (await campaign.Get<LogEvidence>().SettleAsync(campaign.Id, log, default)).Value);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 30_000_000);
    }

    [Fact]
    public async Task A_file_that_is_no_log_settles_nothing()
    {
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, 1);
        await MakeUncertainAsync(campaign, "one");
        var evidence = campaign.Get<LogEvidence>();

        Assert.Equal(new LogFindings(0, 0, 1), (await evidence.SettleAsync(campaign.Id, new MemoryStream([0, 1, 2, 255]), default)).Value);
        Assert.Equal(new LogFindings(0, 0, 1), (await evidence.SettleAsync(campaign.Id, new MemoryStream(), default)).Value);
        Assert.Equal(
            "log.unreadable",
            (await evidence.SettleAsync(
                campaign.Id, new MemoryStream([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), default)).Problems[0].Code);
    }

    [Fact]
    public async Task The_log_of_a_real_Postfix_settles_what_it_took()
    {
        await using var postfix = new PostfixServer();
        await postfix.StartAsync();
        await using var hostile = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(hostile, 3, s => s.Port = postfix.PlainPort);
        await using (var db = await campaign.OpenAsync())
        {
            var number = 0;
            foreach (var member in await db.Members.ToListAsync())
                member.Email = member.EmailKey = number++ == 0 ? PostfixServer.NoSuchMailbox : $"person{number}@real.example";
            await db.SaveChangesAsync();
        }

        await campaign.RunToEndAsync();
        Assert.Equal(CampaignStatus.Sent, (await campaign.ReadAsync()).Status);
        await using (var db = await campaign.OpenAsync())
        {
            await db.Deliveries.ExecuteUpdateAsync(s => s.SetProperty(d => d.Status, DeliveryStatus.Uncertain)
                .SetProperty(d => d.SentAt, (DateTime?)null));
            await db.CampaignTotals.ExecuteUpdateAsync(s => s.SetProperty(t => t.Sent, 0).SetProperty(t => t.Uncertain, 3));
        }

        foreach (var delivery in await campaign.DeliveriesAsync()) await postfix.LoggedAsync($"to=<{delivery.Email}>");
        using var log = new MemoryStream(Encoding.UTF8.GetBytes(postfix.ReadLog()));
        var read = await campaign.Get<LogEvidence>().SettleAsync(campaign.Id, log, default);

        Assert.Equal(new LogFindings(2, 1, 0), read.Value);
        Assert.Equal(DeliveryStatus.Bounced, (await campaign.DeliveriesAsync()).Single(d => d.Email == PostfixServer.NoSuchMailbox).Status);
    }

    private static async Task MakeUncertainAsync(TestCampaign campaign, params string[] messageIds)
    {
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);
        await using var db = await campaign.OpenAsync();
        var deliveries = await db.Deliveries.OrderBy(d => d.Id).ToListAsync();
        foreach (var (delivery, id) in deliveries.Zip(messageIds))
            (delivery.Status, delivery.MessageId, delivery.AttemptedAt) = (DeliveryStatus.Uncertain, id + "@example.com",
                campaign.Clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync();
        await db.CampaignTotals.ExecuteUpdateAsync(s => s.SetProperty(t => t.Pending, 0).SetProperty(t => t.Uncertain, messageIds.Length));
    }
}
