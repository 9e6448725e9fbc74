using System.Text.RegularExpressions;

namespace EmailContactPortal.Architecture.Tests;

/// <summary>SQL by hand stands in one file per noun, in the words of both databases; nowhere else.</summary>
public sealed partial class SqlTests
{
    // Those that run a SqlText; each asks it for the words of its database.
    private static readonly string[] Runners =
        ["SqlText.cs", "SqlitePragmas.cs", "MemberWriter.cs", "PreparedConnection.cs", "StartLock.cs", "ServerCheck.cs", "Schema.cs"];

    [Fact]
    public void Statements_are_written_in_the_Sql_file_of_their_noun() =>
        // What vtiger is asked in is its own language.
        Assert.Empty(SourceTree.Product
            .Where(f => f.Project != "EmailContactPortal.Crm" && !f.Path.EndsWith("Sql.cs", StringComparison.Ordinal)
                && Statement().IsMatch(f.Text))
            .Select(f => f.Path));

    [Fact]
    public void Commands_are_made_of_such_statements_only() =>
        Assert.Empty(SourceTree.Product
            .Where(f => !Runners.Contains(Path.GetFileName(f.Path)) && Raw().IsMatch(f.Text))
            .Select(f => f.Path));

    [Fact]
    public void Transactions_begin_in_one_place()
    {
        // Two writers have loops of their own: results of sending, and imports on SQLite.
        string[] known = ["Transactions.cs", "MemberWriter.cs", "PreparedConnection.cs"];

        Assert.Empty(SourceTree.Product
            .Where(f => !known.Contains(Path.GetFileName(f.Path)) && f.Text.Contains("BeginTransaction", StringComparison.Ordinal))
            .Select(f => f.Path));
    }

    [Fact]
    public void Only_the_floor_of_the_tables_asks_which_database_it_is() =>
        Assert.Empty(SourceTree.Product
            .Where(f => f.Project != "EmailContactPortal.Data" && Provider().IsMatch(f.Text))
            .Select(f => f.Path));

    [Fact]
    public void What_reads_does_not_write() =>
        Assert.Empty(SourceTree.Product
            .Where(f => f.Path.EndsWith("Queries.cs", StringComparison.Ordinal) && Write().IsMatch(f.Text))
            .Select(f => f.Path));

    [GeneratedRegex(@"\.IsSqlServer\(\)|\.IsSqlite\(\)")]
    private static partial Regex Provider();

    [GeneratedRegex(@"ExecuteUpdateAsync|ExecuteDeleteAsync|SaveChangesAsync|SaveOrRefuseAsync")]
    private static partial Regex Write();

    [GeneratedRegex("""\"\s*(?:INSERT INTO|UPDATE (?:"|\\"|\[|\w+ SET)|DELETE FROM|SELECT |MERGE |WITH \(|PRAGMA |EXEC )""")]
    private static partial Regex Statement();

    [GeneratedRegex(@"ExecuteSql|FromSql|SqlQuery|CommandText")]
    private static partial Regex Raw();
}
