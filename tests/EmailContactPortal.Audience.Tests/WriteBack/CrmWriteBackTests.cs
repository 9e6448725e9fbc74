using EmailContactPortal.Audience.DemoCrm;
using EmailContactPortal.Audience.WriteBack;
using EmailContactPortal.Crm;
using EmailContactPortal.Data.WriteBack;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Audience.Tests.WriteBack;

public sealed class CrmWriteBackTests
{
    [Fact]
    public async Task Facts_of_one_contact_arrive_once_and_in_order_but_leaving_goes_first()
    {
        var crm = new ScriptedCrm();
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        var (connection, delivery) = await DeliverAsync(fixture, "test", "7");

        await AddAsync(
            fixture, new(delivery, CrmActivityKind.Sent, At(0)), new(delivery, CrmActivityKind.Opened, At(1)),
            new(delivery, CrmActivityKind.Unsubscribed, At(2)), new(delivery, CrmActivityKind.Resubscribed, At(3)));
        Assert.Equal(4, await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None));
        Assert.Equal(0, await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None));

        Assert.Equal(
            [CrmActivityKind.Unsubscribed, CrmActivityKind.Resubscribed, CrmActivityKind.Sent, CrmActivityKind.Opened],
            crm.Written.Select(w => w.Kind));
        Assert.All(crm.Written, w => Assert.Equal(("7", "Spring"), (w.ContactId, w.CampaignName)));
    }

    [Fact]
    public async Task A_fact_that_must_wait_holds_back_the_later_ones_of_its_contact_only()
    {
        var crm = new ScriptedCrm();
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        var (connection, first) = await DeliverAsync(fixture, "test", "7");
        var second = await DeliverAsync(fixture, connection, "8");
        await AddAsync(
            fixture, new(first, CrmActivityKind.Unsubscribed, At(0)), new(first, CrmActivityKind.Resubscribed, At(1)),
            new(second, CrmActivityKind.Sent, At(2)));

        crm.Answer = a => a.Kind == CrmActivityKind.Unsubscribed ? CrmWriteOutcome.Later : CrmWriteOutcome.Written;
        await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);
        Assert.Equal(["8"], crm.Written.Select(w => w.ContactId));

        crm.Answer = _ => CrmWriteOutcome.Written;
        fixture.Clock.Advance(TimeSpan.FromMinutes(2));
        await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);
        Assert.Equal([CrmActivityKind.Sent, CrmActivityKind.Unsubscribed, CrmActivityKind.Resubscribed], crm.Written.Select(w => w.Kind));
    }

    [Fact]
    public async Task Who_left_is_told_before_twenty_thousand_sent_and_never_waits_behind_a_sent_that_failed()
    {
        var crm = new ScriptedCrm();
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        var (connection, first) = await DeliverAsync(fixture, "test", "0");
        var facts = new List<WriteBackFact> { new(first, CrmActivityKind.Sent, At(0)) };
        for (var i = 1; i < 20; i++) facts.Add(new(await DeliverAsync(fixture, connection, $"{i}"), CrmActivityKind.Sent, At(0)));
        await AddAsync(fixture, [.. facts]);
        crm.Answer = a => a.Kind == CrmActivityKind.Sent && a.ContactId == "0" ? CrmWriteOutcome.Later : CrmWriteOutcome.Written;
        await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);
        crm.Written.Clear();
        await AddAsync(
            fixture,
            [.. facts.Skip(1).Select(f => f with { Kind = CrmActivityKind.HardBounced }), new(first, CrmActivityKind.Unsubscribed, At(3))]);

        await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);

        Assert.Equal((CrmActivityKind.Unsubscribed, "0"), (crm.Written[0].Kind, crm.Written[0].ContactId));
        Assert.Equal(20, crm.Written.Count);
    }

    [Fact]
    public async Task Facts_are_written_although_the_check_misses_another_right()
    {
        var crm = new ScriptedCrm { ProbeTrouble = new CrmException(CrmFault.Rights, "The CRM user cannot see Campaigns.") };
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        var (connection, delivery) = await DeliverAsync(fixture, "test", "7");
        await AddAsync(fixture, new WriteBackFact(delivery, CrmActivityKind.Unsubscribed, At(0)));

        Assert.Equal(1, await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None));
    }

    [Fact]
    public async Task Totals_on_a_crm_campaign_are_the_sum_of_its_mailings_and_are_tried_again()
    {
        var crm = new ScriptedCrm();
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        var (connection, delivery) = await DeliverAsync(fixture, "test", "7");
        await using var db = await fixture.OpenAsync();
        var spring = await db.Campaigns.SingleAsync();
        spring.CrmCampaignId = "c1";
        var autumn = db.Campaigns.Add(new Campaign
        {
            Name = "Autumn",
            CrmConnectionId = connection,
            CrmCampaignId = "c1",
            CreatedAt = At(0),
            UpdatedAt = At(0),
        }).Entity;
        await db.SaveChangesAsync();
        db.CampaignTotals.AddRange(
            new CampaignTotals { CampaignId = spring.Id, Sent = 12, UniqueOpens = 5, UniqueClicks = 2 },
            new CampaignTotals { CampaignId = autumn.Id, Sent = 100, UniqueOpens = 50, UniqueClicks = 20, Bounced = 1 });
        await db.SaveChangesAsync();
        await AddAsync(fixture, new WriteBackFact(delivery, CrmActivityKind.Sent, At(0)));

        crm.TotalsTrouble = new CrmException(CrmFault.Nonsense, "The answer still shows the old number.");
        await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);
        Assert.Empty(crm.Totals);
        Assert.Null((await db.CrmConnections.AsNoTracking().SingleAsync()).WriteBackProblem);

        crm.TotalsTrouble = null;
        fixture.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal([connection], await CrmWriteBack.DueAsync(db, fixture.Clock.GetUtcNow().UtcDateTime, CancellationToken.None));
        await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);
        Assert.Equal(new CrmTotals(112, 55, 22, 0, 1), crm.Totals["c1"]);
        Assert.Empty(await CrmWriteBack.DueAsync(db, fixture.Clock.GetUtcNow().UtcDateTime, CancellationToken.None));
    }

    [Fact]
    public async Task A_crm_that_is_down_makes_the_connection_wait_and_says_why()
    {
        var crm = new ScriptedCrm();
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        var (connection, delivery) = await DeliverAsync(fixture, "test", "7");
        await AddAsync(fixture, new WriteBackFact(delivery, CrmActivityKind.Sent, At(0)));
        await using var db = await fixture.OpenAsync();

        crm.Trouble = new CrmException(CrmFault.Unreachable, "The CRM does not answer.");
        await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);
        Assert.Empty(await CrmWriteBack.DueAsync(db, fixture.Clock.GetUtcNow().UtcDateTime, CancellationToken.None));
        var waiting = await db.CrmConnections.AsNoTracking().SingleAsync();
        Assert.Equal(("The CRM does not answer.", 1), (waiting.WriteBackProblem, waiting.WriteBackFailures));

        crm.Trouble = null;
        fixture.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal([connection], await CrmWriteBack.DueAsync(db, fixture.Clock.GetUtcNow().UtcDateTime, CancellationToken.None));
        await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);
        Assert.Single(crm.Written);
        Assert.Null((await db.CrmConnections.AsNoTracking().SingleAsync()).WriteBackProblem);
    }

    [Fact]
    public async Task A_refused_fact_waits_for_a_person_and_can_be_replayed()
    {
        var crm = new ScriptedCrm { Answer = _ => CrmWriteOutcome.Refused };
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        var (connection, delivery) = await DeliverAsync(fixture, "test", "7");
        await AddAsync(fixture, new WriteBackFact(delivery, CrmActivityKind.Sent, At(0)));
        await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);
        await using var db = await fixture.OpenAsync();
        Assert.Equal(new WriteBackTotals(0, 0, 1, null), await WriteBackReader.TotalsAsync(db, null, CancellationToken.None));

        crm.Answer = _ => CrmWriteOutcome.Written;
        Assert.Equal(1, await fixture.Get<CrmWriteBack>().ReplayAsync(null, CancellationToken.None));
        await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);

        Assert.Equal(new WriteBackTotals(0, 1, 0, null), await WriteBackReader.TotalsAsync(db, null, CancellationToken.None));
    }

    [Fact]
    public async Task The_demo_crm_contact_shows_what_happened_and_a_repeated_write_changes_nothing()
    {
        await using var fixture = await AudienceFixture.CreateAsync();
        await fixture.Get<DemoCrmSeeder>().SeedAsync(CancellationToken.None);
        await using var db = await fixture.OpenAsync();
        var connection = await db.CrmConnections.Select(c => c.Id).SingleAsync();
        var delivery = await DeliverAsync(fixture, connection, "7");
        await AddAsync(fixture, new(delivery, CrmActivityKind.Sent, At(0)), new(delivery, CrmActivityKind.Unsubscribed, At(5)));

        await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);
        await db.WriteBackEntries.ExecuteUpdateAsync(s => s.SetProperty(e => e.Status, WriteBackStatus.Pending));
        await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);

        Assert.Equal(
            ["sent", "unsubscribed"],
            await db.DemoCrmActivities.Where(a => a.ContactId == 7).OrderBy(a => a.At).Select(a => a.Kind).ToListAsync());
        Assert.True(await db.DemoCrmContacts.Where(c => c.Id == 7).Select(c => c.EmailOptOut).SingleAsync());
    }

    [Fact]
    public async Task Every_record_in_the_crm_carries_the_name_of_this_installation()
    {
        var (one, other) = (new ScriptedCrm(), new ScriptedCrm());
        foreach (var crm in (ScriptedCrm[])[one, other])
        {
            await using var fixture = await AudienceFixture.CreateAsync(crm);
            var (connection, delivery) = await DeliverAsync(fixture, "test", "7");
            await AddAsync(fixture, new(delivery, CrmActivityKind.Sent, At(0)), new(delivery, CrmActivityKind.Opened, At(1)));
            await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);
        }

        Assert.Matches("^[a-z2-9]{6}-1:sent$", one.Written[0].ExternalId);
        Assert.Equal(one.Written[0].ExternalId[..7], one.Written[1].ExternalId[..7]);
        Assert.NotEqual(one.Written[0].ExternalId, other.Written[0].ExternalId);
    }

    [Fact]
    public async Task Totals_and_mapped_fields_follow_the_facts()
    {
        var crm = new ScriptedCrm();
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        var (connection, delivery) = await DeliverAsync(fixture, "test", "7");
        await using (var db = await fixture.OpenAsync())
        {
            var group = new TargetGroup
            {
                Name = "Group",
                ListTypeId = fixture.ListTypeId,
                CrmConnectionId = connection,
                CrmOutFields = """[{"field":"cf_read","value":"LastOpened"}]""",
                CreatedAt = At(0),
                UpdatedAt = At(0),
            };
            db.TargetGroups.Add(group);
            await db.SaveChangesAsync();
            var campaign = await db.Campaigns.SingleAsync();
            (campaign.TargetGroupId, campaign.CrmCampaignId) = (group.Id, "c1");
            db.CampaignTotals.Add(new CampaignTotals { CampaignId = campaign.Id, Sent = 12, UniqueOpens = 5, UniqueClicks = 2 });
            await db.SaveChangesAsync();
        }

        await AddAsync(fixture, new(delivery, CrmActivityKind.Sent, At(0)), new(delivery, CrmActivityKind.Opened, At(1)));
        await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);

        Assert.Equal(new CrmTotals(12, 5, 2, 0, 0), crm.Totals["c1"]);
        var update = Assert.Single(crm.Updates);
        Assert.Equal(("7", "2026-11-20 08:31:00"), (update.ContactId, update.Fields["cf_read"]));
    }

    [Fact]
    public async Task A_connection_that_wants_every_event_gets_each_opening()
    {
        var crm = new ScriptedCrm();
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        var (connection, delivery) = await DeliverAsync(fixture, "test", "7");
        await using (var db = await fixture.OpenAsync()) await db.CrmConnections.ExecuteUpdateAsync(s => s.SetProperty(
            c => c.EveryEvent, true));

        await AddAsync(
            fixture, new(delivery, CrmActivityKind.Opened, At(1)), new(delivery, CrmActivityKind.Opened, At(2)),
            new(delivery, CrmActivityKind.Opened, At(2)));
        await AddAsync(fixture, new WriteBackFact(delivery, CrmActivityKind.Opened, At(3)));
        await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);

        Assert.Equal([At(1), At(2), At(3)], crm.Written.Select(w => w.At));
        Assert.All(crm.Written, w => Assert.Equal(1, w.Count));
    }

    [Fact]
    public async Task A_wait_that_the_crm_asks_for_is_kept()
    {
        var crm = new ScriptedCrm
        {
            Trouble = new CrmException(CrmFault.RateLimited, "Slow down.") { RetryAfter = TimeSpan.FromMinutes(10) },
        };
        await using var fixture = await AudienceFixture.CreateAsync(crm);
        var (connection, delivery) = await DeliverAsync(fixture, "test", "7");
        await AddAsync(fixture, new WriteBackFact(delivery, CrmActivityKind.Sent, At(0)));

        await fixture.Get<CrmWriteBack>().RunAsync(connection, CancellationToken.None);

        await using var db = await fixture.OpenAsync();
        Assert.Equal(At(10), await db.CrmConnections.Select(c => c.WriteBackResumesAt).SingleAsync());
    }

    private static DateTime At(int minutes) => AudienceFixture.Start.AddMinutes(minutes);

    private static async Task AddAsync(AudienceFixture fixture, params WriteBackFact[] facts)
    {
        await using var db = await fixture.OpenAsync();
        await db.AddFactsAsync(facts, CancellationToken.None);
    }

    private static async Task<(int Connection, long Delivery)> DeliverAsync(AudienceFixture fixture, string kind, string contact)
    {
        var connection = await fixture.AddConnectionAsync(kind);
        return (connection, await DeliverAsync(fixture, connection, contact));
    }

    private static async Task<long> DeliverAsync(AudienceFixture fixture, int connection, string contact)
    {
        await using var db = await fixture.OpenAsync();
        var campaign = await db.Campaigns.SingleOrDefaultAsync(c => c.Name == "Spring")
            ?? db.Campaigns.Add(new Campaign
            {
                Name = "Spring",
                CrmConnectionId = connection,
                CreatedAt = At(0),
                UpdatedAt = At(0),
            }).Entity;
        await db.SaveChangesAsync();
        var delivery = new Delivery
        {
            CampaignId = campaign.Id,
            Email = $"{contact}@example.com",
            EmailKey = $"{contact}@example.com",
            CrmContactId = contact,
            Status = DeliveryStatus.Sent,
            SentAt = At(0),
        };
        db.Deliveries.Add(delivery);
        await db.SaveChangesAsync();
        return delivery.Id;
    }
}
