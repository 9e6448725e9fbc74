using System.Reflection;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Testing;
using EmailContactPortal.Testing.SqlServer;
using Microsoft.Data.Sqlite;

namespace EmailContactPortal.Web.Tests.Databases;

/// <summary>Every statement written by hand, found by reflection, is good on both databases.</summary>
public sealed class HandWrittenSqlTests
{
    [Fact]
    public void What_SQL_Server_gets_is_good_TSQL()
    {
        var all = Statements().Where(s => s.Sql.SqlServer.Length > 0).ToList();

        Assert.True(all.Count > 30, $"only {all.Count} statements were found");
        Assert.All(all, s => Assert.Empty(
            SqlServerGrammar.Faults(s.Sql.WithParameters(isSqlServer: true)).Select(f => $"{s.Name}: {f}\n{s.Sql.SqlServer}")));
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
            command.CommandText = sql.WithParameters(isSqlServer: false);
#pragma warning restore CA2100
            var failure = Record.Exception(command.Prepare);

            Assert.True(failure is null, $"{name}: {failure?.Message}\n{sql.Sqlite}");
        }
    }

    [Fact]
    public void Statement_that_the_others_would_not_find_is_made_nowhere()
    {
        // Where a type is set up, or in a method of its own that only helps there; never in the middle of work.
        static bool IsSeen(MethodBase maker) =>
            maker.DeclaringType is { ContainsGenericParameters: false } type && type.Name.EndsWith("Sql", StringComparison.Ordinal)
                && maker.IsStatic
            && (maker is ConstructorInfo || maker is MethodInfo { IsPrivate: true } helping && helping.ReturnType == typeof(SqlText));

        Assert.Empty(Makers().Where(m => m.DeclaringType != typeof(SqlText) && !IsSeen(m)).Select(m => $"{m.DeclaringType}.{m.Name}"));
        Assert.True(Makers().Count() > 5);
    }

    private static IEnumerable<Type> Types() => AppDomain.CurrentDomain.GetAssemblies()
        .Concat(typeof(Program).Assembly.GetReferencedAssemblies().Select(System.Reflection.Assembly.Load))
        .Where(a => a.GetName().Name!.StartsWith("EmailContactPortal.", StringComparison.Ordinal)).Distinct().SelectMany(a => a.GetTypes());

    private static IEnumerable<(string Name, SqlText Sql)> Statements()
    {
        const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        foreach (var field in Types().Where(t => !t.ContainsGenericParameters).SelectMany(t => t.GetFields(Static)))
        {
            // The fields behind properties are fields, too.
            if (field.FieldType == typeof(SqlText))
                yield return ($"{field.DeclaringType!.Name}.{field.Name}", (SqlText)field.GetValue(null)!);
            else if (typeof(IEnumerable<SqlText>).IsAssignableFrom(field.FieldType))
                throw new InvalidOperationException($"{field.DeclaringType}.{field.Name} hides statements in a list.");
        }
    }

    // The words of a method that makes one are in its instructions: newobj (0x73), and which constructor.
    private static IEnumerable<MethodBase> Makers()
    {
        const BindingFlags All = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic
            | BindingFlags.DeclaredOnly;
        const byte NewObject = 0x73;
        foreach (var method in Types().SelectMany(t => t.GetMethods(All).Concat<MethodBase>(t.GetConstructors(All))))
        {
            var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
            for (var i = 0; i + 4 < code.Length; i++)
            {
                if (code[i] != NewObject || !IsSqlText(method.Module, BitConverter.ToInt32(code, i + 1))) continue;
                yield return method;
                break;
            }
        }
    }

    private static bool IsSqlText(Module module, int token)
    {
        try
        {
            return module.ResolveMethod(token)?.DeclaringType == typeof(SqlText);
        }
        catch (Exception e) when (e is ArgumentException or BadImageFormatException or NotSupportedException)
        {
            // It was no instruction, only bytes that look like one; or something of a generic type, which a SqlText is not.
            return false;
        }
    }
}
