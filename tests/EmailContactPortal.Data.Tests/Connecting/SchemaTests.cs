using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Preparing;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Data.Tests.Connecting;

public sealed class SchemaTests
{
    [Fact]
    public async Task A_new_database_gets_the_whole_schema_and_a_second_start_changes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var services = database.Services();

        var again = await services.GetRequiredService<Schema>().PrepareAsync(migrate: false, CancellationToken.None);

        Assert.True(again.Succeeded);
        await using var db = services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContext();
        Assert.Empty(await db.Deliveries.ToListAsync());
    }

    [Fact]
    public async Task A_database_newer_than_the_portal_is_refused_in_plain_words()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var services = database.Services();
        await using (var db = services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContext())
        {
            await db.Database.ExecuteSqlRawAsync(
                "INSERT INTO __EFMigrationsHistory (MigrationId, ProductVersion) VALUES ('29990101000000_FromTheFuture', '99.0')");
        }

        var result = await services.GetRequiredService<Schema>().PrepareAsync(migrate: true, CancellationToken.None);

        Assert.Equal("database.newer", Assert.Single(result.Problems).Code);
        Assert.Contains("29990101000000_FromTheFuture", result.Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_without_schema_is_refused_when_migrating_is_off()
    {
        await using var database = TestDatabase.CreateEmpty();
        await using var services = database.Services();

        var result = await services.GetRequiredService<Schema>().PrepareAsync(migrate: false, CancellationToken.None);

        Assert.Equal("database.older", Assert.Single(result.Problems).Code);
    }

    [Fact]
    public async Task A_process_that_was_killed_while_it_migrated_does_not_hold_up_the_next()
    {
        await using var database = TestDatabase.CreateEmpty(embedded: true);
        await using var services = database.Services();
        await using (var db = services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContext())
        {
            await db.Database.OpenConnectionAsync();
            await db.Database.ExecuteSqlRawAsync(
                """CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER PRIMARY KEY, "Timestamp" TEXT); INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-20')""");
        }

        var result = await services.GetRequiredService<Schema>().PrepareAsync(migrate: true, CancellationToken.None)
            .WaitAsync(TimeSpan.FromMinutes(1));

        Assert.True(result.Succeeded);
    }

    [Fact]
    public async Task Instances_that_start_at_once_prepare_the_database_one_after_the_other()
    {
        await using var database = TestDatabase.CreateEmpty();
        var (inside, most, done) = (0, 0, 0);

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            await using var services = database.Services();
            return await services.GetRequiredService<Schema>().PrepareAsync(
                migrate: true,
                async token =>
                {
                    most = Math.Max(most, Interlocked.Increment(ref inside));
                    await using var db = await services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync(token);
                    if (!await db.ListTypes.AnyAsync(token))
                    {
                        db.ListTypes.Add(new ListType { Name = "News" });
                        await db.SaveChangesAsync(token);
                        done++;
                    }

                    Interlocked.Decrement(ref inside);
                    return Domain.Result.Ok;
                },
                CancellationToken.None);
        })));

        Assert.All(results, r => Assert.True(r.Succeeded, r.Problems.Count > 0 ? r.Problems[0].Message : ""));
        Assert.Equal((1, 1), (most, done));
    }

    [Fact]
    public async Task Dates_come_back_as_the_same_moment_in_UTC()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var services = database.Services();
        var at = new DateTime(2026, 11, 20, 6, 30, 0, 123, DateTimeKind.Utc);
        await using (var db = services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContext())
        {
            db.ListTypes.Add(new ListType { Name = "News", CreatedAt = at, UpdatedAt = at });
            await db.SaveChangesAsync();
        }

        await using var fresh = services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContext();
        var read = await fresh.ListTypes.SingleAsync();
        Assert.Equal((at, DateTimeKind.Utc), (read.CreatedAt, read.CreatedAt.Kind));
    }
}
