using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace EmailContactPortal.Data.Tests.Connecting;

/// <summary>Units of work that the database makes run again; on SQLite, where a test can say when a commit fails.</summary>
public sealed class TransactionTests
{
    private static readonly DateTime At = new(2026, 11, 20, 8, 30, 0, DateTimeKind.Utc);

    [Fact]
    public async Task A_unit_that_runs_again_writes_everything_and_nothing_twice()
    {
        await using var database = await TestDatabase.CreateAsync(embedded: true);
        await using (var first = Open(database, failures: 0))
        {
            first.ListTypes.Add(List("News", "old"));
            await first.SaveChangesAsync();
        }

        await using var db = Open(database, failures: 2);
        var known = await db.ListTypes.SingleAsync();
        var prepared = List("Events", "added before");
        db.ListTypes.Add(prepared);
        var outside = List("Courses", "made outside, added inside");
        var runs = 0;

        var id = await db.InTransactionAsync(
            async token =>
            {
                runs++;
                known.Description += "!";
                if (outside.Id == 0) db.ListTypes.Add(outside);
                await db.SaveChangesAsync(token);
                await db.ListTypes.Where(l => l.Id == known.Id)
                    .ExecuteUpdateAsync(s => s.SetProperty(l => l.UnsubscribedCount, l => l.UnsubscribedCount + 1), token);
                return outside.Id;
            },
            default);

        await using var fresh = Open(database, failures: 0);
        var lists = await fresh.ListTypes.AsNoTracking().OrderBy(l => l.Id).ToListAsync();
        Assert.Equal(3, runs);
        Assert.Equal(
            ["News old!", "Events added before", "Courses made outside, added inside"],
            lists.OrderBy(l => l.Name != "News").ThenBy(l => l.Name == "Courses").Select(l => $"{l.Name} {l.Description}"));
        Assert.Equal(1, lists.Single(l => l.Name == "News").UnsubscribedCount);
        Assert.Equal(id, lists.Single(l => l.Name == "Courses").Id);
    }

    [Fact]
    public async Task A_refusal_rolls_the_unit_back()
    {
        await using var database = await TestDatabase.CreateAsync(embedded: true);
        await using var db = Open(database, failures: 0);

        var refused = await db.InTransactionAsync<Result>(
            async token =>
            {
                db.ListTypes.Add(List("News", ""));
                await db.SaveChangesAsync(token);
                return Problem.Invalid("no.reason");
            },
            default);

        Assert.False(refused.Succeeded);
        Assert.Empty(await db.ListTypes.AsNoTracking().ToListAsync());
    }

    private static ListType List(string name, string description) =>
        new() { Name = name, Description = description, CreatedAt = At, UpdatedAt = At };

    private static SqlitePortalContext Open(TestDatabase database, int failures) => new(
        new DbContextOptionsBuilder<SqlitePortalContext>()
            .UseSqlite(database.Options.ConnectionString, s => s.ExecutionStrategy(d => new Again(d)))
            .AddInterceptors(new LostCommits(failures))
            .Options);

    private sealed class PassingException() : Exception("The server was busy.");

    private sealed class Again(ExecutionStrategyDependencies dependencies)
        : ExecutionStrategy(dependencies, maxRetryCount: 5, TimeSpan.Zero)
    {
        protected override bool ShouldRetryOn(Exception exception) => exception is PassingException;
    }

    private sealed class LostCommits(int failures) : DbTransactionInterceptor
    {
        private int left = failures;

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            System.Data.Common.DbTransaction transaction, TransactionEventData eventData, InterceptionResult result,
            CancellationToken cancellationToken = default) =>
            left-- > 0 ? throw new PassingException() : ValueTask.FromResult(result);
    }
}
