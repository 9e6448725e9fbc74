using EmailContactPortal.Domain;
using Microsoft.Data.SqlClient;

namespace EmailContactPortal.Data.Preparing;

/// <summary>What a SQL Server database must be, and should be, before mail is sent from it.</summary>
internal sealed record ServerCheck(int Version, bool IsCloud, bool ReadsSnapshots, string Durability, string Name)
{
    private const int Oldest = 15;

    /// <summary>Why the portal must not run on it; success when it may.</summary>
    internal Result Refusal =>
        !IsCloud && Version < Oldest
            ? Problem.Invalid("database.old-server", Version, Oldest)
        : Durability.Equals("FORCED", StringComparison.OrdinalIgnoreCase)
            ? Problem.Invalid("database.delayed-durability", Name)
        : Result.Ok;

    /// <summary>What slows it down, with the command that helps; null when nothing does.</summary>
    internal string? Warning => ReadsSnapshots
        ? null
        : $"The database '{Name}' makes readers wait for writers, so that pages stand still while mail is sent. Run once, while the "
        + "portal is stopped: "
            + $"ALTER DATABASE [{Name}] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE";

    /// <summary>Asks the server.</summary>
    internal static async Task<ServerCheck?> ReadAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = ServerSql.Properties.SqlServer;
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        const int AzureSql = 5;
        const int ManagedInstance = 8;
        return await row.ReadAsync(cancellationToken)
            ? new ServerCheck(
                row.IsDBNull(0) ? Oldest : row.GetInt32(0), !row.IsDBNull(1) && row.GetInt32(1) is AzureSql or ManagedInstance,
                row.GetBoolean(2), row.GetString(3), row.GetString(4))
            : null;
    }
}
