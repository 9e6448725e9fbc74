using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Testing.SqlServer;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.SqlServer.Infrastructure.Internal;

namespace EmailContactPortal.Data.Tests.SqlServer;

public sealed class ServerRetriesTests
{
    [Fact]
    public void Everything_is_tried_again_but_what_is_read_as_it_comes()
    {
        using var db = SilentSqlServer.Open();

        Assert.True(db.Database.CreateExecutionStrategy().RetriesOnFailure);
        db.Streamed(db.Members);
        Assert.False(db.Database.CreateExecutionStrategy().RetriesOnFailure);
    }

    [Fact]
    public void Every_database_is_spoken_to_in_the_language_of_SQL_Server_2019()
    {
        using var db = SilentSqlServer.Open();

#pragma warning disable EF1001 // There is no other way to ask.
        Assert.Equal(150, db.GetService<IDbContextOptions>().FindExtension<SqlServerOptionsExtension>()!.SqlServerCompatibilityLevel);
#pragma warning restore EF1001
    }
}
