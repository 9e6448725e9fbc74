using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Data.Tests.Migrations;

public sealed class UpgradeTests
{
    [Fact]
    public async Task Who_was_being_mailed_when_an_older_portal_died_is_uncertain_after_the_upgrade()
    {
        var folder = Directory.CreateTempSubdirectory("ecp-upgrade");
        try
        {
            var services = new ServiceCollection();
            services.AddLogging();
            services.AddData(new DatabaseOptions { Provider = DatabaseOptions.Sqlite, ConnectionString = $"Data Source={Path.Combine(folder.FullName, "portal.db")};Pooling=False" });
            await using var provider = services.BuildServiceProvider();
            await using var db = await provider.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
            var before = db.Database.GetMigrations().TakeWhile(m => !m.EndsWith("_OpenAttempts", StringComparison.Ordinal)).Last();
            await db.GetInfrastructure().GetRequiredService<IMigrator>().MigrateAsync(before);
            await db.Database.OpenConnectionAsync();
            await db.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys=OFF");
            await InsertAsync(db, "Deliveries", ("Id", 1), ("CampaignId", 5), ("Status", 2), ("EmailKey", 1));
            await InsertAsync(db, "Deliveries", ("Id", 2), ("CampaignId", 5), ("Status", 1), ("EmailKey", 2));
            await InsertAsync(db, "CampaignTotals", ("CampaignId", 5), ("Pending", 2));

            await db.Database.MigrateAsync();

            Assert.Equal([DeliveryStatus.Uncertain, DeliveryStatus.Pending], await db.Deliveries.OrderBy(d => d.Id).Select(d => d.Status).ToListAsync());
            var totals = await db.CampaignTotals.AsNoTracking().Select(t => new { t.Pending, t.Uncertain }).SingleAsync();
            Assert.Equal((1, 1), (totals.Pending, totals.Uncertain));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Whatever else the table wanted at that time is zero.
    private static async Task InsertAsync(PortalContext db, string table, params (string Column, int Value)[] values)
    {
        var wanted = await db.Database.SqlQueryRaw<string>("SELECT name AS Value FROM pragma_table_info({0}) WHERE \"notnull\" = 1", table).ToListAsync();
        var row = wanted.ToDictionary(c => c, _ => 0, StringComparer.Ordinal);
        foreach (var (column, value) in values)
            row[column] = value;
        var sql = $"INSERT INTO \"{table}\" ({string.Join(", ", row.Keys.Select(c => $"\"{c}\""))}) VALUES ({string.Join(", ", row.Values)})";
        await db.Database.ExecuteSqlRawAsync(sql);
    }
}
