using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.WriteBack;
using EmailContactPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Data.Tests.WriteBack;

public sealed class CrmPrefixTests
{
    [Fact]
    public async Task Prefix_is_made_once_and_the_same_for_twenty_who_ask_together()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var services = database.Services();
        var contexts = services.GetRequiredService<IDbContextFactory<PortalContext>>();
        var prefixes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            await using var db = await contexts.CreateDbContextAsync();
            return await CrmPrefix.ReadAsync(db, default);
        })));
        Assert.Single(prefixes.Distinct());
    }

    /// <summary>About SQLite's read-only files.</summary>
    [Fact]
    public async Task Database_that_takes_nothing_is_an_error_at_once_and_no_endless_round()
    {
        await using var database = await TestDatabase.CreateAsync(embedded: true);
        var options = new DbContextOptionsBuilder<SqlitePortalContext>().UseSqlite(database.Options.ConnectionString
            + ";Mode=ReadOnly;Pooling=False").Options;
        await using var db = new SqlitePortalContext(options);
        await Assert.ThrowsAnyAsync<Exception>(() => CrmPrefix.ReadAsync(db, default).WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Null(await db.Installations.AsNoTracking().Select(i => i.CrmPrefix).SingleAsync());
    }
}
