using System.Diagnostics;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Sending.Tests.Delivering;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Tests.Pacing;

public sealed class PacedCampaignTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(50);

    [Fact]
    public async Task Domain_at_its_limit_waits_while_the_other_is_finished_at_full_speed()
    {
        await using var server = new HostileSmtpServer();
        await using var campaign =
            await TestCampaign.CreateAsync(server, 324, address: i => i <= 24 ? $"a{i}@slow.example" : $"a{i}@fast.example");
        await LimitAsync(campaign, new DomainLimit { Name = "Slow", Domains = "slow.example", MaxPerSecond = 4, HoldsForRelays = true });
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);

        var watch = Stopwatch.StartNew();
        await campaign.Sender.RunAsync(campaign.Id, default).WaitAsync(Timeout);
        watch.Stop();

        Assert.All(await campaign.DeliveriesAsync(), d => Assert.Equal((DeliveryStatus.Sent, 1), (d.Status, d.Attempts)));
        var order = server.Taken.Select(t => t.Recipient.EndsWith("@slow.example", StringComparison.Ordinal)).ToList();
        Assert.True(order.LastIndexOf(false) < order.Count - 4, "The slow domain held the fast one up.");
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(4.5), $"24 messages at 4 per second went in {watch.Elapsed}.");
        await AssertCountsAsync(campaign);
    }

    [Fact]
    public async Task More_than_a_slow_domain_can_take_goes_back_to_its_batch_and_comes_again()
    {
        await using var server = new HostileSmtpServer();
        await using var campaign =
            await TestCampaign.CreateAsync(server, 400, address: i => i % 2 == 0 ? $"a{i}@slow.example" : $"a{i}@fast.example");
        await LimitAsync(campaign, new DomainLimit { Name = "Slow", Domains = "slow.example", MaxPerSecond = 0.5, HoldsForRelays = true });
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);
        using var stop = new CancellationTokenSource();

        var sending = campaign.Sender.RunAsync(campaign.Id, stop.Token);
        await UntilAsync(() => server.Taken.Count >= 200);
        await stop.CancelAsync();
        await sending.WaitAsync(Timeout);

        var rows = await campaign.DeliveriesAsync();
        Assert.All(
            rows.Where(d => d.Email.EndsWith("fast.example", StringComparison.Ordinal)), d => Assert.Equal(DeliveryStatus.Sent, d.Status));
        Assert.All(
            rows.Where(d => d.Status != DeliveryStatus.Sent), d => Assert.Equal((DeliveryStatus.Pending, 0), (d.Status, d.Attempts)));
        await LimitAsync(campaign, null);
        campaign.Clock.Advance(TimeSpan.FromMinutes(20));
        await campaign.RunToEndAsync();
        Assert.Equal(400, server.Taken.Select(t => t.Recipient).Distinct().Count());
        Assert.Equal(400, server.Taken.Count);
    }

    [Fact]
    public async Task Pacing_whose_every_round_fails_half_way_goes_on_and_the_campaign_is_sent()
    {
        await using var server = new HostileSmtpServer();
        await using var campaign =
            await TestCampaign.CreateAsync(server, 240, m => (m.MaxPerSecond, m.MaxPerHour) = (60, 100_000), embedded: true);
        await using var db = await campaign.OpenAsync();
        await db.Database.ExecuteSqlRawAsync(
            "CREATE TRIGGER poison BEFORE INSERT ON MailServerHeartbeats BEGIN SELECT RAISE(ABORT, 'no pulse'); END");
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);

        var sending = campaign.Sender.RunAsync(campaign.Id, default);
        await UntilAsync(() => campaign.Get<Loops>().All.Any(l => l.IsFailing));
        await sending.WaitAsync(Timeout);

        // 120 were reserved at the start; the rest only because a round that failed was followed by another.
        Assert.All(await campaign.DeliveriesAsync(), d => Assert.Equal(DeliveryStatus.Sent, d.Status));
        Assert.Empty(campaign.Get<Loops>().All);
    }

    [Fact]
    public async Task Storm_of_one_domain_slows_that_domain_alone_and_is_kept()
    {
        await using var server = new HostileSmtpServer
        {
            Behave = m => m.Stage == "RCPT" && m.Line.Contains("@storm.example", StringComparison.Ordinal)
                ? new SmtpAct.Say("451 4.7.1 slow down")
                : null,
        };
        await using var campaign =
            await TestCampaign.CreateAsync(server, 330, address: i => i <= 30 ? $"a{i}@storm.example" : $"a{i}@calm.example");
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);

        await campaign.Sender.RunAsync(campaign.Id, default).WaitAsync(Timeout);

        var rows = await campaign.DeliveriesAsync();
        Assert.All(
            rows, d => Assert.Equal(
                d.Email.EndsWith("storm.example", StringComparison.Ordinal) ? DeliveryStatus.Deferred : DeliveryStatus.Sent, d.Status));
        await using (var db = await campaign.OpenAsync())
        {
            var slow = Assert.Single(await db.Slowdowns.AsNoTracking().ToListAsync());
            Assert.Equal(("storm.example", (int?)null, "451 4.7.1 slow down"), (slow.Domain, slow.MailServerId, slow.Reason));
            Assert.True(slow.PerSecond < slow.FullPerSecond);
            Assert.Null((await db.MailServers.AsNoTracking().SingleAsync()).PausedUntil);
        }

        await AssertCountsAsync(campaign);
        server.Behave = _ => null;
        campaign.Clock.Advance(TimeSpan.FromHours(3));
        await campaign.RunToEndAsync();
        Assert.All(await campaign.DeliveriesAsync(), d => Assert.Equal(DeliveryStatus.Sent, d.Status));
        await using var after = await campaign.OpenAsync();
        Assert.Empty(await after.Slowdowns.ToListAsync());
    }

    [Fact]
    public async Task Relay_that_refuses_mail_to_everybody_is_slowed_itself()
    {
        var count = 0;
        await using var server = new HostileSmtpServer
        {
            Behave = m => m.Stage == "RCPT" && Interlocked.Increment(ref count) % 2 == 0
                ? new SmtpAct.Say("450 4.7.1 too much mail from you")
                : null,
        };
        await using var campaign = await TestCampaign.CreateAsync(server, 60, address: i => $"a{i}@d{i}.example");
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);

        await campaign.Sender.RunAsync(campaign.Id, default).WaitAsync(Timeout);

        await using var db = await campaign.OpenAsync();
        var slow = Assert.Single(await db.Slowdowns.AsNoTracking().ToListAsync());
        Assert.Equal(1, slow.MailServerId);
    }

    [Fact]
    public async Task When_one_server_dies_the_other_takes_over()
    {
        await using var dying = new HostileSmtpServer();
        await using var healthy = new HostileSmtpServer();
        dying.Behave = m => dying.Taken.Count >= 50 && m.Stage is "CONNECT" or "MAIL" ? new SmtpAct.Drop() : null;
        await using var campaign = await TestCampaign.CreateAsync(dying, 600);
        await campaign.AddServerAsync(healthy);
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);

        await campaign.Sender.RunAsync(campaign.Id, default).WaitAsync(Timeout);

        var rows = await campaign.DeliveriesAsync();
        Assert.All(rows, d => Assert.Equal((DeliveryStatus.Sent, 1), (d.Status, d.Attempts)));
        var all = dying.Taken.Concat(healthy.Taken).Select(t => t.Recipient).ToList();
        Assert.Equal((600, 600), (all.Count, all.Distinct().Count()));
        Assert.True(healthy.Taken.Count > 300);
        await AssertCountsAsync(campaign);
    }

    [Fact]
    public async Task Weights_divide_a_campaign()
    {
        await using var large = new HostileSmtpServer();
        await using var small = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(large, 2_000, s => s.Weight = 3);
        await campaign.AddServerAsync(small);
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);

        await campaign.Sender.RunAsync(campaign.Id, default).WaitAsync(Timeout);

        Assert.Equal(2_000, large.Taken.Count + small.Taken.Count);
        Assert.InRange((double)large.Taken.Count / small.Taken.Count, 2.2, 4);
    }

    [Fact]
    public async Task Hour_s_limit_holds_for_two_campaigns_at_once_and_the_rest_goes_in_the_next_hour()
    {
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, 150, s => s.MaxPerHour = 200);
        var other = await campaign.AddAnotherAsync(150);
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);
        Assert.True((await campaign.Launcher.LaunchAsync(other, default)).Succeeded);

        await Task.WhenAll(campaign.Sender.RunAsync(campaign.Id, default), campaign.Sender.RunAsync(other, default)).WaitAsync(Timeout);

        Assert.Equal(200, server.Taken.Count);
        await using (var db = await campaign.OpenAsync())
        {
            var row = await db.MailServers.AsNoTracking().SingleAsync();
            Assert.Equal(
                (new DateTime(2026, 11, 21, 13, 0, 0, DateTimeKind.Utc), "Its limit of 200 mails an hour is reached."),
                (row.FullUntil, row.FullBecause));
            Assert.Equal(200, (await db.MailServerDays.AsNoTracking().SingleAsync()).Used);
        }

        Assert.Equal(0, await campaign.Sender.RunAsync(campaign.Id, default));
        campaign.Clock.Advance(TimeSpan.FromHours(1));
        await Task.WhenAll(campaign.Sender.RunAsync(campaign.Id, default), campaign.Sender.RunAsync(other, default)).WaitAsync(Timeout);
        Assert.Equal((300, 300), (server.Taken.Count, server.Taken.Select(t => t.Recipient).Distinct().Count()));
    }

    [Fact]
    public async Task Two_campaigns_at_once_share_rate_and_connections_of_a_server()
    {
        var (open, most) = (0, 0);
        await using var server = new HostileSmtpServer
        {
            Behave = m =>
            {
                if (m.Stage == "CONNECT")
                    most = Math.Max(most, Interlocked.Increment(ref open));
                else if (m.Stage == "QUIT")
                    Interlocked.Decrement(ref open);
                return null;
            },
        };
        await using var campaign = await TestCampaign.CreateAsync(server, 100, s => (s.MaxPerSecond, s.MaxConnections) = (40, 2));
        var other = await campaign.AddAnotherAsync(100);
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);
        Assert.True((await campaign.Launcher.LaunchAsync(other, default)).Succeeded);

        var watch = Stopwatch.StartNew();
        await Task.WhenAll(campaign.Sender.RunAsync(campaign.Id, default), campaign.Sender.RunAsync(other, default)).WaitAsync(Timeout);

        Assert.Equal(200, server.Taken.Count);
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(4.5), $"200 messages at 40 per second went in {watch.Elapsed}.");
        Assert.InRange(most, 1, 2);
        // Neither waits for the other's end.
        var order = server.Taken.Select(t => t.Recipient[0]).ToList();
        Assert.True(order.IndexOf('a') < order.LastIndexOf('b') && order.IndexOf('b') < order.LastIndexOf('a'));
    }

    [Fact]
    public async Task Paused_campaign_does_not_go_on_waiting_for_a_slow_server()
    {
        await using var server = new HostileSmtpServer();
        await using var campaign = await TestCampaign.CreateAsync(server, 20, s => s.MaxPerSecond = 0.001);
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);
        var sending = campaign.Sender.RunAsync(campaign.Id, default);
        await UntilAsync(() => campaign.Sender.IsRunning(campaign.Id));

        await campaign.SetStatusAsync(CampaignStatus.Paused);

        Assert.Equal(0, await sending.WaitAsync(Timeout));
        Assert.Empty(server.Taken);
        Assert.All(await campaign.DeliveriesAsync(), d => Assert.Equal(DeliveryStatus.Pending, d.Status));
    }

    [Fact]
    public async Task Counters_left_behind_by_a_crash_are_mended()
    {
        await using var server = new HostileSmtpServer
        {
            Behave = m => m.Stage == "RCPT" && m.Line.Contains("a3@", StringComparison.Ordinal)
                ? new SmtpAct.Say("550 5.1.1 nobody")
                : null,
        };
        await using var campaign = await TestCampaign.CreateAsync(server, 120, address: i => $"a{i}@d{i % 40}.example");
        Assert.True((await campaign.Launcher.LaunchAsync(campaign.Id, default)).Succeeded);
        await campaign.Sender.RunAsync(campaign.Id, default).WaitAsync(Timeout);
        await AssertCountsAsync(campaign);
        await using (var db = await campaign.OpenAsync())
            await db.CampaignDomainCounts.ExecuteUpdateAsync(s => s.SetProperty(c => c.Sent, 0));

        await campaign.Closer.CloseAsync(campaign.Id, default);

        await AssertCountsAsync(campaign);
    }

    private static async Task AssertCountsAsync(TestCampaign campaign)
    {
        var rows = await campaign.DeliveriesAsync();
        await using var db = await campaign.OpenAsync();
        var domains = await db.CampaignDomainCounts.AsNoTracking().Where(c => c.CampaignId == campaign.Id).ToListAsync();
        Assert.InRange(domains.Count, 1, 26);
        foreach (var domain in domains)
        {
            var of = rows.Where(d => domain.Domain == CampaignDomainCount.Others
                ? domains.All(c => c.Domain != d.Email.Split('@')[1])
                : d.Email.Split('@')[1] == domain.Domain).ToList();
            Assert.Equal(
                (domain.Domain, of.Count, of.Count(d => d.Status == DeliveryStatus.Sent),
                    of.Count(d => d.Status == DeliveryStatus.Deferred), of.Count(d => d.Status == DeliveryStatus.Rejected)),
                (domain.Domain, domain.Recipients, domain.Sent, domain.Deferred, domain.Rejected));
        }

        var servers = await db.CampaignServerCounts.AsNoTracking().Where(c => c.CampaignId == campaign.Id)
            .ToDictionaryAsync(c => c.MailServerId, c => c.Sent);
        foreach (var server in rows.Where(d => d.Status == DeliveryStatus.Sent).GroupBy(d => d.MailServerId!.Value))
            Assert.Equal(server.Count(), servers.GetValueOrDefault(server.Key));
    }

    private static async Task LimitAsync(TestCampaign campaign, DomainLimit? limit)
    {
        await using var db = await campaign.OpenAsync();
        await db.DomainLimits.ExecuteDeleteAsync();
        if (limit is not null)
            db.Add(limit);
        await db.SaveChangesAsync();
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var watch = Stopwatch.StartNew(); !holds() && watch.Elapsed < Timeout;)
            await Task.Yield();
        Assert.True(holds());
    }
}
