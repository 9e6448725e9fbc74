using EmailContactPortal.Data;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Sending.Closing;
using EmailContactPortal.Sending.Delivering;
using EmailContactPortal.Sending.Launching;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Sending.Tests.Delivering;

/// <summary>A campaign to people a1@example.org, a2@example.org, … over one mail server, in a database of its own.</summary>
internal sealed class TestCampaign : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly ServiceProvider _services;

    private TestCampaign(TestDatabase database, ServiceProvider services) => (_database, _services) = (database, services);

    internal TestClock Clock => (TestClock)_services.GetRequiredService<TimeProvider>();

    internal CampaignLauncher Launcher => _services.GetRequiredService<CampaignLauncher>();

    internal CampaignSender Sender => _services.GetRequiredService<CampaignSender>();

    internal CampaignCloser Closer => _services.GetRequiredService<CampaignCloser>();

    internal TestSender TestSender => Get<TestSender>();

    internal int Id { get; private set; }

    internal static async Task<TestCampaign> CreateAsync(
        HostileSmtpServer server, int people, Action<MailServer>? configure = null, string? html = null, Func<int, string>? address = null,
        Action<SendingOptions>? options = null,
        bool embedded = false)
    {
        var database = await TestDatabase.CreateAsync(embedded);
        var services = database.Services(s =>
        {
            s.AddSingleton<TimeProvider>(new TestClock(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero)));
            var sending = new SendingOptions { PublicUrl = new Uri("https://mail.example.com"), Grace = TimeSpan.FromSeconds(2) };
            options?.Invoke(sending);
            // Leases shorter than any installation may have, so that a take-over is seen soon.
            s.AddSending(sending).AddSingleton(Options.Create(sending));
        });
        var campaign = new TestCampaign(database, services);
        await campaign.FillAsync(
            server, (people, address ?? (i => $"a{i}@example.org")), configure,
            html ?? """<p>Dear {{default firstname "friend"}}, <a href="https://shop.example/?who={{email}}">shop</a> or <a href="{{unsubscribe_url}}">leave</a>.</p>""");
        return campaign;
    }

    /// <summary>What <c>EmailContactPortal.SendingHost</c> needs to work on this campaign.</summary>
    internal string[] HostArguments =>
        [_database.Options.Provider, _database.Options.ConnectionString, Id.ToString(System.Globalization.CultureInfo.InvariantCulture)];

    internal T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    internal Task<PortalContext> OpenAsync() => _services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();

    internal async Task<Campaign> ReadAsync()
    {
        await using var db = await OpenAsync();
        return await db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == Id);
    }

    internal async Task<List<Delivery>> DeliveriesAsync()
    {
        await using var db = await OpenAsync();
        return await db.Deliveries.AsNoTracking().Where(d => d.CampaignId == Id).OrderBy(d => d.Id).ToListAsync();
    }

    internal async Task SetStatusAsync(CampaignStatus status)
    {
        await using var db = await OpenAsync();
        await db.Campaigns.Where(c => c.Id == Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.Status, status));
    }

    /// <summary>Does what the clock does until the campaign is closed: send, close, wait.</summary>
    internal async Task RunToEndAsync()
    {
        Assert.True((await Launcher.LaunchAsync(Id, default)).Succeeded);
        for (var round = 0; round < 60; round++)
        {
            await Sender.RunAsync(Id, default);
            if (await Closer.CloseAsync(Id, default))
            {
                await AssertTotalsAsync();
                return;
            }

            Clock.Advance(TimeSpan.FromMinutes(20));
        }

        Assert.Fail("The campaign does not come to its end.");
    }

    /// <summary>Another campaign to people of its own, over the same mail servers; not launched.</summary>
    internal async Task<int> AddAnotherAsync(int people, Func<int, string>? address = null)
    {
        await using var db = await OpenAsync();
        var group = new TargetGroup
        {
            Name = "Other people",
            ListTypeId = 1,
            Status = TargetGroupStatus.Ready,
            Source = TargetGroupSource.Csv,
        };
        db.Add(group);
        await db.SaveChangesAsync();
        return await AddAsync(
            db, "Another", group.Id, (people, address ?? (i => $"b{i}@example.net")),
            """<p>Hello, <a href="{{unsubscribe_url}}">leave</a>.</p>""");
    }

    /// <summary>Adds a mail server beside the first.</summary>
    internal async Task AddServerAsync(HostileSmtpServer server, Action<MailServer>? configure = null)
    {
        await using var db = await OpenAsync();
        var row = new MailServer
        {
            Name = $"Server {server.Port}",
            Host = "127.0.0.1",
            Port = server.Port,
            Security = MailSecurity.None,
            MaxConnections = 4,
        };
        configure?.Invoke(row);
        db.Add(row);
        await db.SaveChangesAsync();
    }

    /// <summary>Whether the counters say what the rows say.</summary>
    internal async Task AssertTotalsAsync()
    {
        await using var db = await OpenAsync();
        var totals = await db.CampaignTotals.AsNoTracking().SingleAsync(t => t.CampaignId == Id);
        var rows = (await DeliveriesAsync()).CountBy(d => d.Status).ToDictionary();
        int Count(params DeliveryStatus[] statuses) => statuses.Sum(s => rows.GetValueOrDefault(s));
        Assert.Equal(
            (rows.Values.Sum(), Count(DeliveryStatus.Pending), Count(DeliveryStatus.Sent), Count(DeliveryStatus.Deferred),
                Count(DeliveryStatus.Rejected), Count(DeliveryStatus.Uncertain), Count(DeliveryStatus.Excluded)),
            (totals.Recipients, totals.Pending, totals.Sent, totals.Deferred, totals.Rejected, totals.Uncertain, totals.Excluded));
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task FillAsync(
        HostileSmtpServer server, (int Count, Func<int, string> Address) people, Action<MailServer>? configure, string html)
    {
        await using var db = await OpenAsync();
        var list = new ListType { Name = "News" };
        db.ListTypes.Add(list);
        await db.SaveChangesAsync();
        var group = new TargetGroup
        {
            Name = "People",
            ListTypeId = list.Id,
            Status = TargetGroupStatus.Ready,
            Source = TargetGroupSource.Csv,
        };
        var email = new Email { Name = "Email", Html = html };
        var mailServer = new MailServer
        {
            Name = "Hostile",
            Host = "127.0.0.1",
            Port = server.Port,
            Security = MailSecurity.None,
            MaxConnections = 4,
        };
        configure?.Invoke(mailServer);
        db.AddRange(group, email, mailServer);
        await db.SaveChangesAsync();
        Id = await AddAsync(db, "Campaign", group.Id, people, html);
    }

    private async Task<int> AddAsync(PortalContext db, string name, int groupId, (int Count, Func<int, string> Address) people, string html)
    {
        for (var i = 1; i <= people.Count; i++)
            db.Members.Add(new Member
            {
                TargetGroupId = groupId,
                Email = people.Address(i),
                EmailKey = people.Address(i),
                FirstName = i % 2 == 0 ? "Äiti" : "",
            });
        var campaign = new Campaign
        {
            Name = name,
            TargetGroupId = groupId,
            EmailId = 1,
            Status = CampaignStatus.Scheduled,
            ScheduledAt = Clock.GetUtcNow().UtcDateTime,
        };
        db.Campaigns.Add(campaign);
        await db.SaveChangesAsync();
        db.CampaignContents.Add(new CampaignContent
        {
            CampaignId = campaign.Id,
            Subject = "News for {{default firstname \"you\"}}",
            SenderName = "Shop",
            SenderAddress = "shop@example.com",
            Html = html,
            Text = "",
        });
        await db.SaveChangesAsync();
        return campaign.Id;
    }
}
