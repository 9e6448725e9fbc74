using EmailContactPortal.Data.Grouping;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Tracking.Hits;
using EmailContactPortal.Tracking.Storing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Tracking.Tests.Storing;

public sealed class HitStoreTests
{
    private static readonly DateTime At = new(2026, 11, 20, 10, 15, 0, DateTimeKind.Utc);

    [Fact]
    public async Task First_and_later_opens_of_a_person_are_told_apart()
    {
        await using var fixture = await TrackingFixture.CreateAsync();
        await using var connection = await PreparedConnection.OpenAsync(fixture.Contexts, default);
        var store = new HitStore(connection);
        var person = fixture.Sent.Deliveries[0];
        await store.WriteAsync([Open(person, At), Open(person, At.AddMinutes(1))], position: null, default);
        await store.WriteAsync([Open(person, At.AddHours(2))], position: null, default);

        var delivery = await fixture.Db.Deliveries.AsNoTracking().SingleAsync(d => d.Id == person);
        Assert.Equal((3, At, At.AddHours(2)), (delivery.Opens, delivery.FirstOpenAt, delivery.LastOpenAt));
        var totals = await fixture.Db.CampaignTotals.AsNoTracking().SingleAsync();
        Assert.Equal((3, 1), (totals.Opens, totals.UniqueOpens));
        var hours = await fixture.Db.EngagementHours.AsNoTracking().OrderBy(h => h.Hour).ToListAsync();
        Assert.Equal([(10, 2, 1), (12, 1, 0)], hours.Select(h => (h.Hour.Hour, h.Opens, h.UniqueOpens)));
        Assert.Equal(3, await fixture.Db.TrackingEvents.CountAsync(e => e.CampaignId == fixture.Sent.CampaignId));
    }

    [Fact]
    public async Task Clicks_count_people_per_link_and_per_campaign()
    {
        await using var fixture = await TrackingFixture.CreateAsync();
        await using var connection = await PreparedConnection.OpenAsync(fixture.Contexts, default);
        var store = new HitStore(connection);
        var (a, b) = (fixture.Sent.Deliveries[0], fixture.Sent.Deliveries[1]);
        var (first, second) = (fixture.Sent.Links[0], fixture.Sent.Links[1]);
        await store.WriteAsync([Click(a, first), Click(a, first), Click(b, first)], position: null, default);
        await store.WriteAsync([Click(a, first), Click(a, second)], position: null, default);

        var links = await fixture.Db.CampaignLinks.AsNoTracking().OrderBy(l => l.Position).ToListAsync();
        Assert.Equal([(4, 2), (1, 1)], links.Select(l => (l.Clicks, l.UniqueClicks)));
        var totals = await fixture.Db.CampaignTotals.AsNoTracking().SingleAsync();
        Assert.Equal((5, 2), (totals.Clicks, totals.UniqueClicks));
    }

    [Fact]
    public async Task Machines_stand_beside_the_human_numbers()
    {
        await using var fixture = await TrackingFixture.CreateAsync();
        await using var connection = await PreparedConnection.OpenAsync(fixture.Contexts, default);
        var store = new HitStore(connection);
        var person = fixture.Sent.Deliveries[0];
        await store.WriteAsync(
            [Open(person, At) with { IsMachine = true }, Click(person, fixture.Sent.Links[0]) with { IsMachine = true }], position: null,
            default);

        var totals = await fixture.Db.CampaignTotals.AsNoTracking().SingleAsync();
        Assert.Equal((0, 0, 1, 1), (totals.Opens, totals.Clicks, totals.MachineOpens, totals.MachineClicks));
        var delivery = await fixture.Db.Deliveries.AsNoTracking().SingleAsync(d => d.Id == person);
        Assert.Equal((0, 0, null), (delivery.Opens, delivery.Clicks, delivery.FirstOpenAt));
        Assert.Equal(
            (0, 1),
            await fixture.Db.CampaignLinks.Where(l => l.Position == 1).Select(l => ValueTuple.Create(l.Clicks, l.MachineClicks))
                .SingleAsync());
        Assert.Equal(2, await fixture.Db.TrackingEvents.CountAsync(e => e.IsMachine));
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_not_counted_again()
    {
        await using var fixture = await TrackingFixture.CreateAsync(people: 20);
        await using var connection = await PreparedConnection.OpenAsync(fixture.Contexts, default);
        var store = new HitStore(connection);
        await store.WriteAsync([.. fixture.Sent.Deliveries.Take(15).Select(d => Open(d, At))], new JournalPosition("j1", 0), default);
        // The journal never heard of it, gives the same hits again, and some that came in meanwhile.
        await store.WriteAsync([.. fixture.Sent.Deliveries.Select(d => Open(d, At))], new JournalPosition("j1", 0), default);
        Assert.Equal(20L, await store.FoldedAsync("j1", default));
        Assert.Equal(20, (await fixture.Db.CampaignTotals.AsNoTracking().SingleAsync()).Opens);
    }

    [Fact]
    public async Task What_a_journal_told_is_marked_in_the_same_transaction()
    {
        await using var fixture = await TrackingFixture.CreateAsync(people: 20);
        await using var connection = await PreparedConnection.OpenAsync(fixture.Contexts, default);
        var store = new HitStore(connection);
        await store.WriteAsync([.. fixture.Sent.Deliveries.Take(15).Select(d => Open(d, At))], new JournalPosition("j1", 0), default);
        await store.WriteAsync([.. fixture.Sent.Deliveries.Skip(15).Select(d => Open(d, At))], new JournalPosition("j1", 15), default);
        Assert.Equal((20L, 0L), (await store.FoldedAsync("j1", default), await store.FoldedAsync("other", default)));
        Assert.Equal(20, (await fixture.Db.CampaignTotals.AsNoTracking().SingleAsync()).UniqueOpens);
        await store.ForgetAsync("j1", default);
        Assert.Equal(0, await fixture.Db.HitMarks.CountAsync());
    }

    [Fact]
    public async Task Facts_go_to_the_contacts_of_a_crm_group_only()
    {
        foreach (var fromCrm in new[] { true, false })
        {
            await using var fixture = await TrackingFixture.CreateAsync(fromCrm: fromCrm);
            await using var connection = await PreparedConnection.OpenAsync(fixture.Contexts, default);
            var store = new HitStore(connection);
            var person = fixture.Sent.Deliveries[0];
            await store.WriteAsync([Open(person, At), Click(person, fixture.Sent.Links[1])], position: null, default);
            var told = await fixture.Db.WriteBackEntries.AsNoTracking().OrderBy(e => e.Kind).Select(e => e.Kind).ToListAsync();
            Assert.Equal(fromCrm ? [CrmActivityKind.Opened, CrmActivityKind.Clicked] : [], told);
        }
    }

    [Fact]
    public async Task Reading_proves_that_an_uncertain_message_arrived()
    {
        await using var fixture = await TrackingFixture.CreateAsync();
        var person = fixture.Sent.Deliveries[0];
        await fixture.Db.Deliveries.Where(d => d.Id == person)
            .ExecuteUpdateAsync(s => s.SetProperty(d => d.Status, DeliveryStatus.Uncertain));
        await fixture.Db.CampaignTotals.ExecuteUpdateAsync(s => s.SetProperty(t => t.Sent, 2).SetProperty(t => t.Uncertain, 1));
        await using var connection = await PreparedConnection.OpenAsync(fixture.Contexts, default);
        var store = new HitStore(connection);
        await store.WriteAsync([Open(person, At)], position: null, default);

        Assert.Equal(DeliveryStatus.Sent, await fixture.Db.Deliveries.Where(d => d.Id == person).Select(d => d.Status).SingleAsync());
        var totals = await fixture.Db.CampaignTotals.AsNoTracking().SingleAsync();
        Assert.Equal((3, 0), (totals.Sent, totals.Uncertain));
    }

    [Fact]
    public async Task A_hit_on_a_deleted_delivery_changes_nothing()
    {
        await using var fixture = await TrackingFixture.CreateAsync();
        await using var connection = await PreparedConnection.OpenAsync(fixture.Contexts, default);
        var store = new HitStore(connection);
        await store.WriteAsync([Open(999_999, At)], position: null, default);
        Assert.Equal(0, await fixture.Db.TrackingEvents.CountAsync());
    }

    private static Hit Open(long delivery, DateTime at) => new(TrackingKind.Open, delivery, 0, at, "Mail program", false);

    private static Hit Click(long delivery, int link) => new(TrackingKind.Click, delivery, link, At, "Browser", false);
}
