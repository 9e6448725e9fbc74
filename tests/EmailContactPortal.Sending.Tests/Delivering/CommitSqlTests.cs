using EmailContactPortal.Sending.Delivering;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace EmailContactPortal.Sending.Tests.Delivering;

public sealed class CommitSqlTests
{
    public static TheoryData<string> Statements()
    {
        var sql = new CommitSql(isSqlServer: true);
        return [sql.Fence, sql.Lease, sql.Outcomes, sql.Attempts, sql.Totals];
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void Group_commits_are_good_TSQL(string sql)
    {
        new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);

        Assert.Empty(errors.Select(e => $"line {e.Line}: {e.Message}"));
    }

    [Fact]
    public void A_group_goes_to_SQL_Server_as_JSON_that_it_can_read()
    {
        var json = CommitRows.Json([[("@i", 5L), ("@r", "250 \"ok\"\nÄ"), ("@t", new DateTime(2026, 11, 21, 9, 8, 7, DateTimeKind.Utc)), ("@n", null)]]);

        Assert.Equal(["5", "250 \"ok\"\nÄ", "2026-11-21T09:08:07.0000000", ""], System.Text.Json.JsonDocument.Parse(json).RootElement[0].EnumerateArray().Select(e => e.ToString()));
    }
}
