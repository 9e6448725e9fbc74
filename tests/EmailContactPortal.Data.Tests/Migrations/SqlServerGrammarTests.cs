using System.Text.RegularExpressions;
using EmailContactPortal.Data.Connecting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace EmailContactPortal.Data.Tests.Migrations;

/// <summary>SQL Server cannot run everywhere, but Microsoft's own grammar can read everything the portal would send to it.</summary>
public sealed class SqlServerGrammarTests
{
    private static PortalContext SqlServerContext()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddData(new DatabaseOptions { Provider = DatabaseOptions.SqlServer, ConnectionString = "Server=nowhere;Database=portal" });
        return services.BuildServiceProvider().GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContext();
    }

    [Fact]
    public void The_whole_migration_script_is_good_TSQL()
    {
        using var db = SqlServerContext();
        var script = db.GetInfrastructure().GetRequiredService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

        Assert.Empty(Faults(script));
        Assert.Contains("CREATE TABLE [Deliveries]", script, StringComparison.Ordinal);
    }

    [Fact]
    public void No_cascade_path_is_refused_by_SQL_Server()
    {
        using var db = SqlServerContext();
        var script = db.GetInfrastructure().GetRequiredService<IMigrator>().GenerateScript();
        var cascades = Regex.Matches(script, @"CREATE TABLE \[(\w+)\](?:(?!CREATE TABLE).)*?REFERENCES \[(\w+)\] \(\[\w+\]\) ON DELETE CASCADE", RegexOptions.Singleline)
            .Select(m => (Child: m.Groups[1].Value, Parent: m.Groups[2].Value))
            .ToLookup(c => c.Child, c => c.Parent);

        foreach (var child in cascades)
        {
            var roots = child.SelectMany(parent => Ancestors(cascades, parent)).ToList();
            Assert.Equal(roots.Count, roots.Distinct().Count());
        }
    }

    [Fact]
    public void Every_table_can_be_queried_in_good_TSQL()
    {
        using var db = SqlServerContext();
        var now = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        string[] queries =
        [
            db.Campaigns.Where(c => c.ScheduledAt <= now).OrderBy(c => c.Name).Skip(10).Take(5).ToQueryString(),
            db.Members.Where(m => EF.Functions.Like(m.EmailKey, "%x%")).OrderBy(m => m.Id).Take(50).ToQueryString(),
            db.TrackingEvents.GroupBy(e => e.Kind).Select(g => new { g.Key, Count = g.Count() }).ToQueryString(),
#pragma warning disable CA1310, CA1866 // It is the database that looks for it.
            db.Deliveries.GroupBy(d => new { Domain = d.EmailKey.Substring(d.EmailKey.IndexOf("@") + 1), d.Status }).Select(g => new { g.Key, Count = g.Count() }).ToQueryString(),
#pragma warning restore CA1310, CA1866
            db.MailServerDays.Where(d => d.Used <= 5 && (d.Hour < 3 || d.Hour == 3 && d.UsedInHour <= 7)).Select(d => d.Hour < 3 ? 1 : d.UsedInHour + 1).ToQueryString(),
            db.MailServerPulses.Where(p => p.At > now).GroupBy(p => p.MailServerId).Select(g => new { g.Key, Count = g.Count() }).ToQueryString(),
            db.Deliveries.Where(d => db.Unsubscribes.Any(u => u.EmailKey == d.EmailKey)).ToQueryString(),
        ];

        Assert.All(queries, q => Assert.Empty(Faults(q)));
    }

    private static IEnumerable<string> Ancestors(ILookup<string, string> cascades, string table) =>
        cascades[table].SelectMany(parent => Ancestors(cascades, parent)).Prepend(table);

    private static List<string> Faults(string sql)
    {
        new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
        return [.. errors.Select(e => $"line {e.Line}: {e.Message}")];
    }
}
