using System.Reflection;
using System.Text.RegularExpressions;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Testing;
using EmailContactPortal.Testing.SqlServer;
using Microsoft.Data.Sqlite;

namespace EmailContactPortal.Web.Tests.Databases;

/// <summary>Every statement written by hand, found by reflection, is good on both databases.</summary>
public sealed partial class HandWrittenSqlTests
{
    [Fact]
    public void What_SQL_Server_gets_is_good_TSQL()
    {
        var all = Statements().Where(s => s.Sql.SqlServer.Length > 0).ToList();

        Assert.True(all.Count > 30, $"only {all.Count} statements were found");
        Assert.All(all, s => Assert.Empty(SqlServerGrammar.Faults(Parameter().Replace(s.Sql.SqlServer, "@p$1")).Select(f => $"{s.Name}: {f}\n{s.Sql.SqlServer}")));
    }

    [Fact]
    public async Task What_SQLite_gets_can_be_prepared_on_the_portals_tables()
    {
        await using var database = await TestDatabase.CreateAsync(embedded: true);
        await using var connection = new SqliteConnection(database.Options.ConnectionString);
        await connection.OpenAsync();
        foreach (var (name, sql) in Statements().Where(s => s.Sql.Sqlite.Length > 0))
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // These are the portal's own.
            command.CommandText = Parameter().Replace(sql.Sqlite, "@p$1");
#pragma warning restore CA2100
            var failure = Record.Exception(command.Prepare);

            Assert.True(failure is null, $"{name}: {failure?.Message}\n{sql.Sqlite}");
        }
    }

    private static IEnumerable<(string Name, SqlText Sql)> Statements()
    {
        const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        System.Reflection.Assembly[] portal = [.. AppDomain.CurrentDomain.GetAssemblies().Concat(typeof(Program).Assembly.GetReferencedAssemblies().Select(System.Reflection.Assembly.Load))
            .Where(a => a.GetName().Name!.StartsWith("EmailContactPortal.", StringComparison.Ordinal)).Distinct()];
        var types = portal.SelectMany(a => a.GetTypes()).Where(t => !t.ContainsGenericParameters).ToList();
        foreach (var field in types.SelectMany(t => t.GetFields(Static)))
        {
            // The fields behind properties are fields, too.
            if (field.FieldType == typeof(SqlText)) yield return ($"{field.DeclaringType!.Name}.{field.Name}", (SqlText)field.GetValue(null)!);
            else if (typeof(IEnumerable<SqlText>).IsAssignableFrom(field.FieldType)) throw new InvalidOperationException($"{field.DeclaringType}.{field.Name} hides statements in a list.");
        }
    }

    [GeneratedRegex(@"\{(\d+)\}")]
    private static partial Regex Parameter();
}
