using EmailContactPortal.Data.Consent;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Testing;
using EmailContactPortal.Tracking.Subscriptions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Tracking.Tests.Subscriptions;

public sealed class SubscriptionChangesTests
{
    private static readonly ActedFrom From = new("203.0.113.7", new string('u', 1000));

    [Fact]
    public async Task Unsubscribing_twice_counts_once_and_leaves_evidence()
    {
        await using var fixture = await TrackingFixture.CreateAsync(fromCrm: true);
        var person = fixture.Sent.Deliveries[0];
        using var scope = fixture.Services.CreateScope();
        var changes = scope.ServiceProvider.GetRequiredService<SubscriptionChanges>();
        Assert.True(await changes.UnsubscribeAsync(person, ConsentSource.OneClick, From, default));
        Assert.True(await changes.UnsubscribeAsync(person, ConsentSource.Page, From, default));

        var gone = await fixture.Db.Unsubscribes.AsNoTracking().SingleAsync();
        Assert.Equal(("person1@example.com", fixture.Sent.ListTypeId, ConsentSource.OneClick), (gone.Email, gone.ListTypeId, gone.Source));
        var evidence = await fixture.Db.ConsentChanges.AsNoTracking().SingleAsync();
        Assert.Equal(
            (true, "203.0.113.7", 256, person),
            (evidence.Unsubscribed, evidence.RemoteAddress, evidence.UserAgent!.Length, evidence.DeliveryId));
        Assert.Equal(1, (await fixture.Db.CampaignTotals.AsNoTracking().SingleAsync()).Unsubscribes);
        Assert.NotNull((await fixture.Db.Deliveries.AsNoTracking().SingleAsync(d => d.Id == person)).UnsubscribedAt);
        Assert.Equal(CrmActivityKind.Unsubscribed, (await fixture.Db.WriteBackEntries.AsNoTracking().SingleAsync()).Kind);
    }

    [Fact]
    public async Task Coming_back_undoes_everything_but_the_evidence()
    {
        await using var fixture = await TrackingFixture.CreateAsync();
        var person = fixture.Sent.Deliveries[0];
        using var scope = fixture.Services.CreateScope();
        var changes = scope.ServiceProvider.GetRequiredService<SubscriptionChanges>();
        await changes.UnsubscribeAsync(person, ConsentSource.Page, From, default);
        Assert.NotNull((await changes.FindAsync(person, default))!.UnsubscribedAt);
        await changes.ResubscribeAsync(person, ConsentSource.Page, From, default);

        Assert.Null((await changes.FindAsync(person, default))!.UnsubscribedAt);
        Assert.Equal(0, await fixture.Db.Unsubscribes.CountAsync());
        Assert.Equal([true, false], await fixture.Db.ConsentChanges.OrderBy(c => c.Id).Select(c => c.Unsubscribed).ToListAsync());
        Assert.Equal(0, (await fixture.Db.CampaignTotals.AsNoTracking().SingleAsync()).Unsubscribes);
        Assert.Equal(
            [TrackingKind.Unsubscribe, TrackingKind.Resubscribe],
            await fixture.Db.TrackingEvents.OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync());
    }

    [Fact]
    public async Task A_deleted_delivery_cannot_unsubscribe()
    {
        await using var fixture = await TrackingFixture.CreateAsync();
        using var scope = fixture.Services.CreateScope();
        Assert.False(await scope.ServiceProvider.GetRequiredService<SubscriptionChanges>()
            .UnsubscribeAsync(4711, ConsentSource.Page, From, default));
    }

    [Fact]
    public async Task Twenty_who_leave_while_two_imports_take_the_same_people_off_are_all_gone_and_counted_once()
    {
        await using var fixture = await TrackingFixture.CreateAsync(people: 20, fromCrm: true);
        var emails = await fixture.Db.Deliveries.Select(d => d.Email).ToListAsync();
        emails.AddRange(Enumerable.Range(0, 1200).Select(i => $"other{i}@example.com"));
        var act = new ConsentAct(fixture.Sent.ListTypeId, "", ConsentSource.Crm, SentCampaign.SentAt);

        var imports = new[] { emails, emails.AsEnumerable().Reverse() }.Select(async some =>
        {
            await using var db = await fixture.Contexts.CreateDbContextAsync();
            await db.UnsubscribeManyAsync(act, some, default);
        });
        var clicks = fixture.Sent.Deliveries.Select(async person =>
        {
            await using var scope = fixture.Services.CreateAsyncScope();
            Assert.True(await scope.ServiceProvider.GetRequiredService<SubscriptionChanges>()
                .UnsubscribeAsync(person, ConsentSource.OneClick, From, default));
        });
        await Task.WhenAll(imports.Concat(clicks).ToList());

        Assert.Equal(emails.Count, await fixture.Db.Unsubscribes.CountAsync());
        Assert.Equal(
            emails.Count, await fixture.Db.ListTypes.Where(l => l.Id == act.ListTypeId).Select(l => l.UnsubscribedCount).SingleAsync());
        Assert.Equal(emails.Count, await fixture.Db.ConsentChanges.CountAsync());
    }
}
