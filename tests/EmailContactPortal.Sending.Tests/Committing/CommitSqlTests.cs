using EmailContactPortal.Sending.Committing;
using EmailContactPortal.Sending.Delivering;

namespace EmailContactPortal.Sending.Tests.Committing;

public sealed class CommitSqlTests
{
    [Fact]
    public void A_group_goes_to_SQL_Server_as_JSON_that_it_can_read()
    {
        var json = CommitRows.Json([[5L, "250 \"ok\"\nÄ", new DateTime(2026, 11, 21, 9, 8, 7, DateTimeKind.Utc), null]]);

        Assert.Equal(
            ["5", "250 \"ok\"\nÄ", "2026-11-21T09:08:07.0000000", ""],
            System.Text.Json.JsonDocument.Parse(json).RootElement[0].EnumerateArray().Select(e => e.ToString()));
    }
}
