using EmailContactPortal.Data;
using EmailContactPortal.Data.Grouping;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Tracking.Hits;
using EmailContactPortal.Tracking.Journaling;
using EmailContactPortal.Tracking.Storing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmailContactPortal.Tracking.Tests.Journaling;

public sealed class JournalTests
{
    private static readonly DateTime At = new(2026, 11, 20, 10, 15, 0, DateTimeKind.Utc);

    [Fact]
    public void A_frame_reads_back_what_was_written()
    {
        var hits = Hits(3);
        hits[1] = hits[1] with { UserAgent = "Käyttäjä 🌿", IsMachine = true, Kind = TrackingKind.Click, LinkId = 7 };
        var buffer = new byte[1];
        var length = HitFrame.Write(hits, ref buffer);
        var read = new List<Hit>();
        Assert.Equal(length, HitFrame.Read(buffer, read));
        Assert.Equal(hits, read);
    }

    [Fact]
    public void A_frame_cut_or_changed_at_any_byte_is_not_read()
    {
        var buffer = new byte[1];
        var length = HitFrame.Write(Hits(2), ref buffer);
        for (var i = 0; i < length; i++)
        {
            var cut = buffer.AsSpan(0, length).ToArray();
            cut.AsSpan(i).Clear();
            if (cut.AsSpan().SequenceEqual(buffer.AsSpan(0, length))) continue;
            Assert.Equal(0, HitFrame.Read(cut, []));
        }
    }

    [Fact]
    public async Task What_a_killed_process_left_is_counted_once_at_the_next_start()
    {
        await using var fixture = await TrackingFixture.CreateAsync(people: 30);
        using (var killed = JournalFile.Create(fixture.Journals))
        {
            killed.Append([.. fixture.Sent.Deliveries.Take(20).Select(d => Open(d))]);
            killed.Append([.. fixture.Sent.Deliveries.Skip(20).Select(d => Open(d))]);
            // It had folded the first 20 and died before it could say so to anyone but the database.
            await using var connection = await PreparedConnection.OpenAsync(fixture.Contexts, default);
            var store = new HitStore(connection);
            await store.WriteAsync(
                [.. fixture.Sent.Deliveries.Take(20).Select(d => Open(d))], new JournalPosition(killed.Name, 0), default);
        }

        var next = fixture.Services.GetServices<IHostedService>().OfType<HitFolding>().Single();
        await next.AdoptAsync(default);
        await next.StopAsync(default);
        var totals = await fixture.Db.CampaignTotals.AsNoTracking().SingleAsync();
        Assert.Equal((30, 30), (totals.Opens, totals.UniqueOpens));
        Assert.Empty(Directory.EnumerateFiles(fixture.Journals));
        Assert.Equal(0, await fixture.Db.HitMarks.CountAsync());
    }

    [Fact]
    public async Task Hits_taken_when_the_portal_is_told_to_stop_are_counted_before_it_does()
    {
        await using var fixture = await TrackingFixture.CreateAsync(people: 5);
        using var stop = new CancellationTokenSource();
        using var journal = new HitJournal(fixture.Journals);
        journal.Append([.. fixture.Sent.Deliveries.Select(d => Open(d))]);
        using var folding = new HitFolding(
            journal, new StoppingContexts(fixture.Contexts, stop), TimeProvider.System,
            new Loops(TimeProvider.System, NullLogger<Loops>.Instance), NullLogger<HitFolding>.Instance);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => folding.FoldAllAsync(stop.Token));
        await folding.FoldAllAsync(default);

        Assert.Equal((5, 0), ((await fixture.Db.CampaignTotals.AsNoTracking().SingleAsync()).Opens, journal.Count));
    }

    [Fact]
    public async Task Portal_that_is_stopped_from_two_sides_at_once_counts_its_last_hits_once()
    {
        await using var fixture = await TrackingFixture.CreateAsync(people: 200);
        await fixture.StartAsync();
        var journal = fixture.Services.GetRequiredService<HitJournal>();
        foreach (var some in fixture.Sent.Deliveries.Chunk(10)) journal.Append([.. some.Select(d => Open(d))]);
        var folding = fixture.Services.GetServices<IHostedService>().OfType<HitFolding>().Single();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => folding.StopAsync(default))));

        Assert.Equal((200, 0), ((await fixture.Db.CampaignTotals.AsNoTracking().SingleAsync()).Opens, journal.Count));
        Assert.Empty(Directory.EnumerateFiles(fixture.Journals));
    }

    [Fact]
    public async Task Database_that_is_away_at_a_stop_is_not_waited_for_and_the_journal_keeps_the_hits()
    {
        await using var fixture = await TrackingFixture.CreateAsync(people: 5);
        var directory = fixture.Journals + "-own";
        using var journal = new HitJournal(directory);
        journal.Append([.. fixture.Sent.Deliveries.Select(d => Open(d))]);
        var loops = new Loops(TimeProvider.System, NullLogger<Loops>.Instance);
        using var folding = new HitFolding(
            journal, new LeavingContexts(fixture.Contexts), TimeProvider.System, loops, NullLogger<HitFolding>.Instance);

        await folding.StopAsync(default).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Single(Directory.EnumerateFiles(directory));
        Assert.Equal(0, (await fixture.Db.CampaignTotals.AsNoTracking().SingleAsync()).Opens);
    }

    [Fact]
    public void A_file_that_another_process_holds_is_left_alone()
    {
        var directory = Directory.CreateTempSubdirectory("ecp-journal-");
        try
        {
            using var held = JournalFile.Create(directory.FullName);
            Assert.Null(JournalFile.TryAdopt(Path.Combine(directory.FullName, held.Name + JournalFile.Extension)));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void Full_files_are_removed_when_all_their_hits_are_done()
    {
        var directory = Directory.CreateTempSubdirectory("ecp-journal-");
        try
        {
            using var journal = new HitJournal(directory.FullName);
            for (var i = 0; i < 50; i++) journal.Append(Hits(8000));
            Assert.True(directory.GetFiles().Length > 1);
            while (journal.Take(20_000) is { } taken) journal.Done(taken);
            Assert.True(directory.GetFiles().Length <= 1);
            Assert.Equal(0, journal.Count);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static List<Hit> Hits(int count) => [.. Enumerable.Range(1, count).Select(n => Open(n))];

    private static Hit Open(long delivery) => new(TrackingKind.Open, delivery, 0, At, "Mail program", false);

    /// <summary>The portal is told to stop in the moment when a connection is opened.</summary>
    private sealed class StoppingContexts(
        IDbContextFactory<PortalContext> inner, CancellationTokenSource stop) : IDbContextFactory<PortalContext>
    {
        public PortalContext CreateDbContext() => inner.CreateDbContext();

        public async Task<PortalContext> CreateDbContextAsync(CancellationToken cancellationToken = default)
        {
            if (cancellationToken == stop.Token) await stop.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return await inner.CreateDbContextAsync(cancellationToken);
        }
    }

    /// <summary>The database goes away after it was asked once.</summary>
    private sealed class LeavingContexts(IDbContextFactory<PortalContext> inner) : IDbContextFactory<PortalContext>
    {
        private int asked;

        public PortalContext CreateDbContext() => inner.CreateDbContext();

        public Task<PortalContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
            ++asked == 1 ? inner.CreateDbContextAsync(cancellationToken) : throw new SqliteException("unable to open database file", 14);
    }
}
