using System.Text;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Smtp;
using EmailContactPortal.Testing;
using EmailContactPortal.Testing.RealServers;
using EmailContactPortal.Tracking.Returned;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Tracking.Tests.Returned;

/// <summary>Mail that comes back over SMTP, from the first byte to the tables.</summary>
public sealed class ReturnedMailTests
{
    private const string Domain = "bounces.example.com";

    [Theory]
    [InlineData("5.1.1", CrmActivityKind.HardBounced)]
    [InlineData("5.2.2", CrmActivityKind.SoftBounced)]
    public async Task A_bounce_is_recorded_once_with_all_that_follows(string status, CrmActivityKind kind)
    {
        await using var world = await World.StartAsync();
        var person = world.Fixture.Sent.Deliveries[0];

        Assert.Null(await world.SendAsync(world.BounceAddress(person), Report(status)));
        Assert.Null(await world.SendAsync(world.BounceAddress(person).ToUpperInvariant(), Report(status)));

        var db = world.Fixture.Db;
        var delivery = await db.Deliveries.AsNoTracking().SingleAsync(d => d.Id == person);
        Assert.Equal(DeliveryStatus.Bounced, delivery.Status);
        Assert.Contains(status, delivery.SmtpReply, StringComparison.Ordinal);
        var totals = await db.CampaignTotals.AsNoTracking().SingleAsync();
        Assert.Equal((2, 1), (totals.Sent, totals.Bounced));
        Assert.Equal(TrackingKind.Bounce, (await db.TrackingEvents.AsNoTracking().SingleAsync()).Kind);
        Assert.Equal([CrmActivityKind.Sent, kind], await db.WriteBackEntries.OrderBy(w => w.Id).Select(w => w.Kind).ToListAsync());
        Assert.Equal(
            kind == CrmActivityKind.HardBounced ? ["person1@example.com"] : [],
            await db.Suppressions.Select(s => s.EmailKey).ToListAsync());
    }

    [Theory]
    [InlineData(" y\r\n")]
    [InlineData("X-A: b\r\n")]
    [InlineData(" yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n")]
    public async Task A_returned_mail_of_a_megabyte_of_header_lines_is_judged_at_once(string line)
    {
        await using var world = await World.StartAsync();
        var person = world.Fixture.Sent.Deliveries[0];
        var lines = string.Concat(Enumerable.Repeat(line, 1_100_000 / line.Length));
        var (text, start) = ("Subject: x" + (line[0] == 'X' ? "\r\n" : "") + lines + "\r\n" + Report("5.1.1"),
            TimeProvider.System.GetTimestamp());

        Assert.Null(await world.SendAsync(world.BounceAddress(person), text));
        Assert.Null(await world.SendAsync(world.UnsubscribeAddress(person), text));

        // It took 86 seconds when each line was put behind those before it.
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_bounce_settles_an_uncertain_delivery()
    {
        await using var world = await World.StartAsync();
        var (db, person) = (world.Fixture.Db, world.Fixture.Sent.Deliveries[1]);
        await db.Deliveries.Where(d => d.Id == person)
            .ExecuteUpdateAsync(s => s.SetProperty(d => d.Status, DeliveryStatus.Uncertain).SetProperty(d => d.SentAt, (DateTime?)null));
        await db.CampaignTotals.ExecuteUpdateAsync(s => s.SetProperty(t => t.Sent, 2).SetProperty(t => t.Uncertain, 1));

        Assert.Null(await world.SendAsync(world.BounceAddress(person), Report("5.1.1")));

        var totals = await db.CampaignTotals.AsNoTracking().SingleAsync();
        Assert.Equal((2, 0, 1), (totals.Sent, totals.Uncertain, totals.Bounced));
        Assert.NotNull((await db.Deliveries.AsNoTracking().SingleAsync(d => d.Id == person)).SentAt);
    }

    [Fact]
    public async Task A_bounce_that_overtakes_the_word_of_acceptance_is_asked_to_come_again()
    {
        await using var world = await World.StartAsync();
        var person = world.Fixture.Sent.Deliveries[0];
        await world.Fixture.Db.Deliveries.Where(d => d.Id == person)
            .ExecuteUpdateAsync(s => s.SetProperty(d => d.Status, DeliveryStatus.Pending));

        Assert.Equal(SmtpTrouble.Temporary, (await world.SendAsync(world.BounceAddress(person), Report("5.1.1")))?.Trouble);
    }

    [Fact]
    public async Task Soft_bounces_in_a_row_suppress_the_address()
    {
        await using var world = await World.StartAsync();
        var db = world.Fixture.Db;
        // The same person in three campaigns.
        await using (var other = await world.Fixture.Contexts.CreateDbContextAsync())
        {
            await Testing.SentCampaign.AddAsync(other, 3, name: "Winter");
            await Testing.SentCampaign.AddAsync(other, 3, name: "Spring");
        }

        var persons = await db.Deliveries.Where(d => d.EmailKey == "person1@example.com").OrderBy(d => d.Id).Select(d => d.Id)
            .ToListAsync();
        for (var i = 0; i < persons.Count; i++)
        {
            Assert.Equal(0, await db.Suppressions.CountAsync());
            Assert.Null(await world.SendAsync(world.BounceAddress(persons[i]), Report("5.2.2")));
        }

        Assert.Equal(SuppressionReason.SoftBounces, (await db.Suppressions.SingleAsync()).Reason);
    }

    [Fact]
    public async Task A_complaint_counts_once_and_suppresses_the_address()
    {
        await using var world = await World.StartAsync();
        var (db, person) = (world.Fixture.Db, world.Fixture.Sent.Deliveries[2]);
        const string complaint =
            "Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n--b\r\n\r\nA "
                + "complaint\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n--b--\r\n";

        Assert.Null(await world.SendAsync(world.BounceAddress(person), complaint, "fbl@provider.example"));
        Assert.Null(await world.SendAsync(world.BounceAddress(person), complaint, "fbl@provider.example"));

        Assert.Equal(1, (await db.CampaignTotals.AsNoTracking().SingleAsync()).Complaints);
        Assert.Equal(SuppressionReason.Complaint, (await db.Suppressions.SingleAsync()).Reason);
        Assert.Equal(DeliveryStatus.Sent, (await db.Deliveries.AsNoTracking().SingleAsync(d => d.Id == person)).Status);
    }

    [Fact]
    public async Task A_mail_to_the_unsubscribe_address_unsubscribes_unless_a_program_wrote_it()
    {
        await using var world = await World.StartAsync();
        var (db, persons) = (world.Fixture.Db, world.Fixture.Sent.Deliveries);

        Assert.Null(await world.SendAsync(world.UnsubscribeAddress(persons[0]), "Subject: unsubscribe\r\n\r\n", "person1@example.com"));
        Assert.Null(await world.SendAsync(
            world.UnsubscribeAddress(persons[1]), "Subject: Away\r\nAuto-Submitted: auto-replied\r\n\r\n", "person2@example.com"));
        Assert.Null(await world.SendAsync(world.UnsubscribeAddress(persons[2]), Report("5.1.1")));

        var gone = Assert.Single(await db.Unsubscribes.AsNoTracking().ToListAsync());
        Assert.Equal(("person1@example.com", ConsentSource.Mail), (gone.EmailKey, gone.Source));
        Assert.Equal("127.0.0.1", (await db.ConsentChanges.AsNoTracking().SingleAsync()).RemoteAddress);
    }

    [Theory]
    [InlineData("postmaster@bounces.example.com")]
    [InlineData("baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@bounces.example.com")]
    [InlineData("someone@elsewhere.example")]
    public async Task Nobody_else_is_known_here(string recipient)
    {
        await using var world = await World.StartAsync();

        Assert.Equal(
            (SmtpTrouble.Permanent, SmtpStage.RcptTo),
            await world.SendAsync(recipient, Report("5.1.1")) is { } refused ? (refused.Trouble, refused.Stage) : default);
    }

    [Fact]
    public async Task More_mail_than_a_minute_holds_is_asked_to_come_later()
    {
        await using var world = await World.StartAsync(maxPerMinute: 1);

        Assert.Null(await world.SendAsync(world.BounceAddress(world.Fixture.Sent.Deliveries[0]), Report("5.1.1")));
        Assert.Equal(
            SmtpTrouble.Temporary,
            (await world.SendAsync(world.BounceAddress(world.Fixture.Sent.Deliveries[1]), Report("5.1.1")))?.Trouble);
    }

    private static string Report(string status) =>
        "From: MAILER-DAEMON@example.com\r\nContent-Type: multipart/report; report-type=delivery-status; "
        + "boundary=b\r\n\r\n--b\r\n\r\nSorry\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        + $"Reporting-MTA: dns; mx.example.com\r\n\r\nFinal-Recipient: rfc822; x@example.com\r\nAction: "
        + $"failed\r\nStatus: {status}\r\nDiagnostic-Code: smtp; 550 {status} no\r\n--b--\r\n";

    private sealed class World : IAsyncDisposable
    {
        private readonly int _port;
        private ReturnAddress? _addresses;

        internal required TrackingFixture Fixture { get; init; }

        internal static async Task<World> StartAsync(int maxPerMinute = 1000)
        {
            var port = FreePort.Next();
            var fixture = await TrackingFixture.CreateAsync(
                fromCrm: true,
                configure: s => s.AddReturnedMail(new ReturnedMailOptions
                {
                    Domain = Domain,
                    SmtpPort = port,
                    Address = "127.0.0.1",
                    MaxPerMinute = maxPerMinute,
                }));
            await fixture.StartAsync();
            return new World(port)
            {
                Fixture = fixture,
                _addresses = new ReturnAddress(fixture.Services.GetRequiredService<PublicToken>(), Domain),
            };
        }

        private World(int port) => _port = port;

        internal string BounceAddress(long delivery) => _addresses!.ForBounces(delivery);

        internal string UnsubscribeAddress(long delivery) => _addresses!.ForUnsubscribing(delivery);

        internal async Task<SmtpException?> SendAsync(string to, string message, string? from = null)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await using var connection =
                await SmtpConnection.OpenAsync(new SmtpEndpoint("127.0.0.1", _port) { Security = SmtpSecurity.None }, limit.Token);
            try
            {
                await connection.SendAsync(
                    new SmtpMessage(
                        new SmtpEnvelope(from is null ? null : MailboxAddress.Parse(from), MailboxAddress.Parse(to)),
                        Encoding.UTF8.GetBytes(message)), null, limit.Token);
                return null;
            }
            catch (SmtpException e)
            {
                return e;
            }
        }

        public ValueTask DisposeAsync() => Fixture.DisposeAsync();
    }
}
