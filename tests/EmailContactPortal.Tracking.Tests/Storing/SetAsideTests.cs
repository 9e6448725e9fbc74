using EmailContactPortal.Domain.Jobs;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Tracking.Hits;
using EmailContactPortal.Tracking.Journaling;
using EmailContactPortal.Tracking.Storing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EmailContactPortal.Tracking.Tests.Storing;

/// <summary>
/// One open that the database will never take must not hold up the others. About a trigger of SQLite's, which stands for any rule of a row.
/// </summary>
public sealed class SetAsideTests
{
    private static readonly DateTime At = new(2026, 11, 20, 10, 15, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Open_that_can_never_be_counted_is_set_aside_and_those_around_it_are_counted()
    {
        await using var fixture = await TrackingFixture.CreateAsync(people: 200, embedded: true);
        var (first, second) = (fixture.Sent.Deliveries[70], fixture.Sent.Deliveries[171]);
        await RefuseAsync(fixture, first, second);
        using var journal = new HitJournal(fixture.Journals + "-own");
        journal.Append([.. fixture.Sent.Deliveries.Select(d => Open(d))]);
        journal.Append([.. fixture.Sent.Deliveries.Take(50).Select(d => Open(d))]);
        using var folding = fixture.Folding(journal);

        await folding.FoldAllAsync(default);

        Assert.Equal((248, 198, 0), (await TotalsAsync(fixture), await fixture.Db.Deliveries.CountAsync(d => d.Opens > 0), journal.Count));
        var letters = await fixture.Db.DeadLetters.AsNoTracking().OrderBy(l => l.DeliveryId).ToListAsync();
        Assert.Equal([first, second], letters.Select(l => l.DeliveryId!.Value));
        Assert.All(
            letters, l => Assert.Equal((DeadLetterKind.Hit, true), (l.Kind, l.Reason.Contains("not this one", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Open_that_was_set_aside_is_counted_once_when_it_is_tried_again_after_the_repair()
    {
        await using var fixture = await TrackingFixture.CreateAsync(people: 5, embedded: true);
        await RefuseAsync(fixture, fixture.Sent.Deliveries[2]);
        using var journal = new HitJournal(fixture.Journals + "-own");
        journal.Append([.. fixture.Sent.Deliveries.Select(d => Open(d))]);
        using var folding = fixture.Folding(journal);
        await folding.FoldAllAsync(default);
        var letter = (await fixture.Db.DeadLetters.AsNoTracking().SingleAsync()).Id;
        var letters = fixture.Services.GetRequiredService<HitDeadLetters>();

        await Assert.ThrowsAnyAsync<Exception>(() => letters.TryAgainAsync(letter, default));
        Assert.Equal(1, await fixture.Db.DeadLetters.CountAsync());
        await fixture.Db.Database.ExecuteSqlRawAsync("DROP TRIGGER poison");
        Assert.True(await letters.TryAgainAsync(letter, default));
        Assert.False(await letters.TryAgainAsync(letter, default));

        Assert.Equal((5, 0), (await TotalsAsync(fixture), await fixture.Db.DeadLetters.CountAsync()));
    }

    [Fact]
    public async Task What_a_killed_process_left_is_counted_although_one_of_it_can_never_be()
    {
        await using var fixture = await TrackingFixture.CreateAsync(people: 30, embedded: true);
        await RefuseAsync(fixture, fixture.Sent.Deliveries[0]);
        using (var killed = JournalFile.Create(fixture.Journals)) killed.Append([.. fixture.Sent.Deliveries.Select(d => Open(d))]);
        var next = fixture.Services.GetServices<IHostedService>().OfType<HitFolding>().Single();

        await next.AdoptAsync(default);

        Assert.Equal((29, 1), (await TotalsAsync(fixture), await fixture.Db.DeadLetters.CountAsync()));
        Assert.Empty(Directory.EnumerateFiles(fixture.Journals));
    }

    [Fact]
    public async Task Database_in_trouble_sets_nothing_aside_and_everything_is_counted_when_it_is_back()
    {
        await using var fixture = await TrackingFixture.CreateAsync(people: 10, embedded: true);
        await fixture.Db.Database.ExecuteSqlRawAsync("ALTER TABLE TrackingEvents RENAME TO Elsewhere");
        using var journal = new HitJournal(fixture.Journals + "-own");
        journal.Append([.. fixture.Sent.Deliveries.Select(d => Open(d))]);
        using var folding = fixture.Folding(journal);

        await Assert.ThrowsAnyAsync<Exception>(() => folding.FoldAllAsync(default));
        Assert.Equal((0, 10), (await fixture.Db.DeadLetters.CountAsync(), journal.Count));
        await fixture.Db.Database.ExecuteSqlRawAsync("ALTER TABLE Elsewhere RENAME TO TrackingEvents");
        await folding.FoldAllAsync(default);

        Assert.Equal((10, 0), (await TotalsAsync(fixture), journal.Count));
    }

#pragma warning disable EF1002 // A trigger takes no parameters; the values are our own numbers.
    private static async Task RefuseAsync(TrackingFixture fixture, params long[] deliveries) =>
        await fixture.Db.Database.ExecuteSqlRawAsync($"""
            CREATE TRIGGER poison BEFORE INSERT ON TrackingEvents WHEN NEW.DeliveryId IN ({string.Join(',', deliveries)})
            BEGIN SELECT RAISE(ABORT, 'not this one'); END
            """);
#pragma warning restore EF1002

    private static async Task<int> TotalsAsync(TrackingFixture fixture) =>
        (await fixture.Db.CampaignTotals.AsNoTracking().SingleAsync()).Opens;

    private static Hit Open(long delivery) => new(TrackingKind.Open, delivery, 0, At, "Test reader", false);
}
