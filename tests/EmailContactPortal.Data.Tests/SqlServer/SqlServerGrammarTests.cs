using System.Text.RegularExpressions;
using EmailContactPortal.Testing;
using EmailContactPortal.Testing.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Data.Tests.SqlServer;

/// <summary>SQL Server cannot run everywhere, but Microsoft's own grammar can read everything the portal would send to it.</summary>
public sealed class SqlServerGrammarTests
{
    [Fact]
    public void The_whole_migration_script_is_good_TSQL()
    {
        using var db = SilentSqlServer.Open();
        var script = db.GetInfrastructure().GetRequiredService<IMigrator>()
            .GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

        Assert.Empty(SqlServerGrammar.Faults(script));
        Assert.Contains("CREATE TABLE [Deliveries]", script, StringComparison.Ordinal);
    }

    [Fact]
    public void No_cascade_path_is_refused_by_SQL_Server()
    {
        using var db = SilentSqlServer.Open();
        var script = db.GetInfrastructure().GetRequiredService<IMigrator>().GenerateScript();
        var cascades = Regex.Matches(
            script, @"CREATE TABLE \[(\w+)\](?:(?!CREATE TABLE).)*?REFERENCES \[(\w+)\] \(\[\w+\]\) ON DELETE CASCADE",
            RegexOptions.Singleline)
            .Select(m => (Child: m.Groups[1].Value, Parent: m.Groups[2].Value))
            .ToLookup(c => c.Child, c => c.Parent);

        foreach (var child in cascades)
        {
            var roots = child.SelectMany(parent => Ancestors(cascades, parent)).ToList();
            Assert.Equal(roots.Count, roots.Distinct().Count());
        }
    }

    [Fact]
    public void Every_entity_can_be_written_changed_and_deleted_in_good_TSQL()
    {
        using var model = SilentSqlServer.Open();
        foreach (var type in model.Model.GetEntityTypes())
        {
            var commands = new[] { EntityState.Added, EntityState.Modified, EntityState.Deleted }
                .SelectMany(state => new[] { 1, 5 }.SelectMany(count => SilentSqlServer.Hear(() => Save(type, state, count))))
                .ToList();

            // An entity that is all key has nothing to change.
            Assert.True(
                commands.Count >= (type.GetProperties().All(p => p.IsPrimaryKey()) ? 4 : 6),
                $"{type.DisplayName()} sent {commands.Count} commands");
            Assert.All(commands, sql => Assert.Empty(SqlServerGrammar.Faults(sql).Select(f => $"{type.DisplayName()}: {f}\n{sql}")));
        }
    }

    [Fact]
    public async Task A_query_that_SQL_Server_2019_does_not_take_fails_in_the_test_that_runs_it()
    {
        var database = await TestDatabase.CreateAsync(embedded: true);
        await using var services = database.Services();
        await using (var db = services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContext())
        {
            var failure = await Assert.ThrowsAsync<InvalidOperationException>(
                () => db.Imports.ExecuteUpdateAsync(s => s.SetProperty(
                    i => i.ProgressDone, i => Math.Max(i.ProgressTotal, i.ProgressDone))));

            Assert.Contains("ProgressDone", failure.Message, StringComparison.Ordinal);
        }

        // Nobody can swallow it either.
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await database.DisposeAsync());
    }

    private static void Save(IEntityType type, EntityState state, int count)
    {
        using var db = SilentSqlServer.Open();
        db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        for (var n = 1; n <= count; n++)
        {
            var entry = db.Entry(System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type.ClrType));
            foreach (var property in entry.Properties)
            {
                var isKey = property.Metadata.IsPrimaryKey();
                if (isKey && state == EntityState.Added && property.Metadata.ValueGenerated == ValueGenerated.OnAdd) continue;
                property.CurrentValue = Value(property.Metadata, n);
            }

            entry.State = state;
        }

        db.SaveChanges();
    }

    private static object? Value(IProperty property, int n)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (type == typeof(string)) return $"x{n}";
        if (type == typeof(byte[])) return new[] { (byte)n };
        if (type == typeof(Guid)) return new Guid(n, 0, 0, new byte[8]);
        if (type == typeof(DateTime)) return new DateTime(2026, 11, n, 0, 0, 0, DateTimeKind.Utc);
        if (type == typeof(DateTimeOffset)) return new DateTimeOffset(2026, 11, n, 0, 0, 0, TimeSpan.Zero);
        if (type.IsEnum) return Enum.ToObject(type, 1);
        return type.IsPrimitive && type != typeof(bool)
            ? Convert.ChangeType(n, type, System.Globalization.CultureInfo.InvariantCulture)
            : Activator.CreateInstance(type);
    }

    private static IEnumerable<string> Ancestors(ILookup<string, string> cascades, string table) =>
        cascades[table].SelectMany(parent => Ancestors(cascades, parent)).Prepend(table);
}
