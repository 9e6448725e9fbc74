using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace EmailContactPortal.Data.Connecting;

/// <summary>
/// Sets what SQLite keeps per connection: a write-ahead log, so that pages read while mail goes out, and a sync at every commit, because
/// the portal promises that what it confirmed survives a power cut. And small letters for all alphabets, where SQLite's own <c>lower</c>
/// knows only A to Z: lists are searched and ordered by it.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        AddLower(connection);
        using var command = connection.CreateCommand();
        command.CommandText = PragmaSql.Connection.Sqlite;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        AddLower(connection);
        await using var command = connection.CreateCommand();
        command.CommandText = PragmaSql.Connection.Sqlite;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void AddLower(DbConnection connection) =>
        (connection as SqliteConnection)?.CreateFunction("lower", (string? text) => text?.ToLowerInvariant(), isDeterministic: true);
}
