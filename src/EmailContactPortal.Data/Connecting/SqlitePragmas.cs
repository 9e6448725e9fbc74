using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace EmailContactPortal.Data.Connecting;

/// <summary>
/// Sets what SQLite keeps per connection: a write-ahead log, so that pages read while mail goes out, and a sync at every commit,
/// because the portal promises that what it confirmed survives a power cut.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = PragmaSql.Connection.Sqlite;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = PragmaSql.Connection.Sqlite;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
