using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Grouping;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Data.Tests.Supervision;
using EmailContactPortal.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmailContactPortal.Data.Tests.Grouping;

/// <summary>What becomes of a group that cannot be written. The database is there; what it says is made up.</summary>
public sealed class GroupWriterTests : IAsyncLifetime
{
    private const string Loop = "Writing rows";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly WatchedClock clock = new();
    private readonly Loops loops;
    private TestDatabase database = null!;
    private ServiceProvider services = null!;
    private GroupWriter writer = null!;

    public GroupWriterTests() => loops = new Loops(clock, NullLogger<Loops>.Instance);

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(embedded: true);
        services = database.Services();
        writer = new GroupWriter(Loop, services.GetRequiredService<IDbContextFactory<PortalContext>>(), loops, clock, NullLogger.Instance);
    }

    public async Task DisposeAsync()
    {
        await writer.DisposeAsync();
        await services.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Trouble_that_passes_is_waited_out_and_shown_meanwhile()
    {
        var group = new Group(5, (_, _, tries) => tries <= 2 ? new SqliteException("database is locked", 5) : null);
        var writing = writer.WriteAsync(group, default);
        for (var failures = 1; failures <= 2; failures++)
        {
            var pause = await clock.NextWaitAsync();
            var state = Assert.Single(loops.All);
            Assert.Equal((Loop, failures), (state.Name, state.Failures));
            Assert.Contains("database is locked", state.Reason, StringComparison.Ordinal);
            clock.Advance(pause);
        }

        await writing.WaitAsync(Patience);
        Assert.Equal([(0, 5), (0, 5), (0, 5)], group.Tries);
        Assert.False(Assert.Single(loops.All).IsFailing);
    }

    [Fact]
    public async Task Rows_that_are_refused_are_found_and_set_aside_and_all_others_are_written()
    {
        int[] bad = [3, 4, 90];
        var group = new Group(
            100,
            (first, count, _) => bad.Any(b => b >= first && b < first + count) ? new SqliteException("CHECK constraint failed", 19) : null);
        await writer.WriteAsync(group, default);

        Assert.Equal(bad, group.SetAside);
        Assert.Equal(Enumerable.Range(0, 100).Except(bad), group.Written.Order());
        Assert.True(group.Tries.Count < 50, $"{group.Tries.Count} tries");
        Assert.DoesNotContain(loops.All, l => l.IsFailing);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(21)]
    [InlineData(25)]
    public async Task Fault_of_the_program_is_said_at_once_and_not_tried_again(int code)
    {
        var group = new Group(5, (_, _, _) => new SqliteException("no such column: Colour", code));
        await Assert.ThrowsAsync<SqliteException>(() => writer.WriteAsync(group, default));

        Assert.Equal(((0, 5), 0), (Assert.Single(group.Tries), group.SetAside.Count));
    }

    [Fact]
    public async Task Given_up_the_rest_of_a_group_and_the_groups_behind_it_are_not_tried_one_by_one()
    {
        using var giveUp = new CancellationTokenSource();
        var refused = new SqliteException("CHECK constraint failed", 19);
        var away = new SqliteException("unable to open database file", 14);
        var group = new Group(64, (_, _, tries) => tries == 1 ? refused : away);
        var writing = writer.WriteAsync(group, giveUp.Token);
        await clock.NextWaitAsync();
        await giveUp.CancelAsync();
        await Assert.ThrowsAsync<SqliteException>(() => writing.WaitAsync(Patience));
        var next = new Group(64, (_, _, _) => null);
        await Assert.ThrowsAsync<SqliteException>(() => writer.WriteAsync(next, giveUp.Token));

        Assert.Equal([(0, 64), (0, 32), (0, 32)], group.Tries);
        Assert.Empty(group.SetAside);
        Assert.Empty(next.Tries);
    }

    [Fact]
    public async Task Group_in_hand_when_it_is_given_up_is_written_where_that_is_possible()
    {
        var group = new Group(5, (_, _, _) => null);
        await writer.WriteAsync(group, new CancellationToken(canceled: true));

        Assert.Equal(5, group.Written.Count);
    }

    [Fact]
    public async Task Statements_are_prepared_once_and_write_in_the_transaction_they_were_given()
    {
        await using var connection = await PreparedConnection.OpenAsync(
            services.GetRequiredService<IDbContextFactory<PortalContext>>(), default);
        using (var transaction = connection.Begin())
        {
            for (var i = 0; i < 3; i++) Assert.Equal(1, connection.Execute(AddMark, $"j{i}", i));
        }

        Assert.Equal(0, await connection.Db.HitMarks.CountAsync());
        await connection.InTransactionAsync(token => connection.ExecuteAsync(AddMark, token, "kept", 7), default);

        Assert.Equal(7, (await connection.Db.HitMarks.SingleAsync()).Folded);
        Assert.Throws<ArgumentException>(() => connection.Execute(AddMark, "one too few"));
    }

    private static readonly SqlText AddMark = new("""INSERT INTO "HitMarks" ("Journal", "Folded") VALUES ({0}, {1})""");

    /// <summary>
    /// Rows that are written unless <paramref name="fault"/> says what the database says, to (first, count, how many tries so far).
    /// </summary>
    private sealed class Group(int count, Func<int, int, int, Exception?> fault) : IRowGroup
    {
        public int Count => count;

        internal List<(int First, int Count)> Tries { get; } = [];

        internal List<int> Written { get; } = [];

        internal List<int> SetAside { get; } = [];

        public Task WriteAsync(PreparedConnection connection, int first, int count)
        {
            Tries.Add((first, count));
            if (fault(first, count, Tries.Count) is { } said) return Task.FromException(said);
            Written.AddRange(Enumerable.Range(first, count));
            return Task.CompletedTask;
        }

        public Task SetAsideAsync(PreparedConnection connection, int row, Exception reason)
        {
            SetAside.Add(row);
            return Task.CompletedTask;
        }
    }
}
