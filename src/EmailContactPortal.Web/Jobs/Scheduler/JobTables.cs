using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain;
using Hangfire.SqlServer;
using Microsoft.Data.SqlClient;

namespace EmailContactPortal.Web.Jobs.Scheduler;

/// <summary>The scheduler's tables on SQL Server: made or brought up to date with the portal's own, or refused in words.</summary>
internal static class JobTables
{
    /// <summary>The schema they are in.</summary>
    public const string Schema = "HangFire";

    private const string Version =
        $"IF OBJECT_ID('[{Schema}].[Schema]') IS NULL SELECT 0 ELSE SELECT MAX([Version]) FROM [{Schema}].[Schema]";

    /// <summary>Looks first: where they are current no right to make tables is needed.</summary>
    public static async Task<Result> PrepareAsync(DatabaseOptions database, bool migrate, CancellationToken cancellationToken)
    {
        if (database.Provider != DatabaseOptions.SqlServer) return Result.Ok;
        try
        {
            await using var connection = new SqlConnection(database.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var command = new SqlCommand(Version, connection);
            if (await command.ExecuteScalarAsync(cancellationToken) is int version
                && version >= SqlServerObjectsInstaller.LatestSchemaVersion) return Result.Ok;
            if (!migrate) return Problem.Invalid("database.older.jobs");

            // The script holds a lock of its own on the schema: instances that start at once wait for each other.
            SqlServerObjectsInstaller.Install(connection, Schema, enableHeavyMigrations: true);
            return Result.Ok;
        }
        catch (SqlException e)
        {
            return Problem.Invalid("database.jobs", Schema, e.Message);
        }
    }
}
