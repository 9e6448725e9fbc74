using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Tracking.Hits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Tracking.Tests.Hits;

public sealed class HitRecorderTests
{
    [Fact]
    public async Task A_lone_hit_is_counted_by_the_time_it_is_answered()
    {
        await using var fixture = await TrackingFixture.CreateAsync();
        await fixture.StartAsync();
        var recorder = fixture.Services.GetRequiredService<HitRecorder>();
        Assert.Equal(HitOutcome.Recorded, await recorder.RecordAsync(TrackingKind.Open, fixture.Sent.Deliveries[0], 0, "Mail program"));
        Assert.Equal(1, (await fixture.Db.CampaignTotals.AsNoTracking().SingleAsync()).Opens);
    }

    [Fact]
    public async Task Every_answered_hit_of_a_crowd_is_counted_once()
    {
        await using var fixture = await TrackingFixture.CreateAsync(people: 50);
        await fixture.StartAsync();
        var recorder = fixture.Services.GetRequiredService<HitRecorder>();
        var crowd = Enumerable.Range(0, 40).Select(_ => Task.Run(async () =>
        {
            foreach (var delivery in fixture.Sent.Deliveries)
                Assert.Equal(HitOutcome.Recorded, await recorder.RecordAsync(TrackingKind.Open, delivery, 0, null));
        }));
        await Task.WhenAll(crowd);
        await fixture.StopAsync();

        var totals = await fixture.Db.CampaignTotals.AsNoTracking().SingleAsync();
        Assert.Equal((2000, 50), (totals.Opens, totals.UniqueOpens));
        Assert.All(await fixture.Db.Deliveries.AsNoTracking().ToListAsync(), d => Assert.Equal(40, d.Opens));
        Assert.Empty(Directory.EnumerateFiles(fixture.Journals));
    }

    [Fact]
    public async Task More_hits_than_may_wait_are_refused_and_not_lost_silently()
    {
        var recorder = new HitRecorder(TrackingFixture.Clock);
        for (var i = 0; i < HitRecorder.MaxWaiting; i++) Assert.False(recorder.RecordAsync(TrackingKind.Open, i, 0, null).IsCompleted);
        Assert.Equal(HitOutcome.Busy, await recorder.RecordAsync(TrackingKind.Open, 1, 0, null));
        Assert.Equal(HitRecorder.MaxWaiting, recorder.Take().Count);
    }

    [Fact]
    public async Task A_stopped_portal_answers_what_came_in_before()
    {
        await using var fixture = await TrackingFixture.CreateAsync();
        var recorder = fixture.Services.GetRequiredService<HitRecorder>();
        var waiting = recorder.RecordAsync(TrackingKind.Open, fixture.Sent.Deliveries[0], 0, null);
        await fixture.StartAsync();
        await fixture.StopAsync();
        Assert.Equal(HitOutcome.Recorded, await waiting);
        Assert.Equal(HitOutcome.Unavailable, await recorder.RecordAsync(TrackingKind.Open, fixture.Sent.Deliveries[0], 0, null));
    }

    [Fact]
    public void A_user_agent_is_bounded()
    {
        var recorder = new HitRecorder(TrackingFixture.Clock);
        _ = recorder.RecordAsync(TrackingKind.Open, 1, 0, new string('x', 10_000));
        Assert.Equal(TrackingEvent.MaxUserAgent, recorder.Take()[0].Hit.UserAgent!.Length);
    }
}
