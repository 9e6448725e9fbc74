using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Preparing;

namespace EmailContactPortal.Data.Tests.SqlServer;

public sealed class ServerCheckTests
{
    private static readonly ServerCheck Good = new(
        Version: 15, IsCloud: false, ReadsSnapshots: true, Durability: "DISABLED", Name: "portal");

    [Fact]
    public void A_server_of_2019_with_its_usual_promises_is_taken_without_a_word()
    {
        Assert.True(Good.Refusal.Succeeded);
        Assert.Null(Good.Warning);
        Assert.True((Good with { Durability = "ALLOWED" }).Refusal.Succeeded);
        // Azure counts its versions otherwise.
        Assert.True((Good with { Version = 12, IsCloud = true }).Refusal.Succeeded);
    }

    [Fact]
    public void Commits_that_a_crash_would_lose_are_refused_with_the_command_that_mends_it()
    {
        var problem = Assert.Single((Good with { Durability = "FORCED" }).Refusal.Problems);

        Assert.Contains("twice", problem.Message, StringComparison.Ordinal);
        Assert.Contains("ALTER DATABASE [portal] SET DELAYED_DURABILITY = DISABLED", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_server_is_refused() =>
        Assert.Equal("database.old-server", Assert.Single((Good with { Version = 14 }).Refusal.Problems).Code);

    [Fact]
    public void Readers_that_wait_for_writers_are_warned_of_with_the_command() =>
        Assert.Contains(
            "ALTER DATABASE [portal] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE",
            (Good with { ReadsSnapshots = false }).Warning, StringComparison.Ordinal);
}
