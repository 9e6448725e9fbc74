using System.Data.Common;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Data.Preparing;

/// <summary>Brings the database's schema in step with this portal, or says why that cannot be; one instance at a time.</summary>
public sealed class Schema(IDbContextFactory<PortalContext> contexts, IOptions<DatabaseOptions> options, ILogger<Schema> logger)
{
    private const int NoSuchDatabase = 4060;

    /// <summary>
    /// As <see cref="PrepareAsync(bool, Func{CancellationToken, Task{Result}}, CancellationToken)"/>, with nothing to do afterwards.
    /// </summary>
    public Task<Result> PrepareAsync(bool migrate, CancellationToken cancellationToken) =>
        PrepareAsync(migrate, _ => Task.FromResult(Result.Ok), cancellationToken);

    /// <summary>
    /// Refuses a database that cannot be reached, must not be used, or was changed by a newer portal; then applies what is missing when
    /// <paramref name="migrate"/> is set.
    /// </summary>
    /// <param name="migrate">Whether the schema may be changed.</param>
    /// <param name="then">What only one instance may do at a time with a database that is ready: the first user, samples.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    public async Task<Result> PrepareAsync(bool migrate, Func<CancellationToken, Task<Result>> then, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            await using var alone = await StartLock.TakeAsync(options.Value, cancellationToken);
            var ready = await ReadyAsync(db, migrate, cancellationToken);
            return ready.Succeeded ? await then(cancellationToken) : ready;
        }
        catch (Exception e) when (e is DbException or RetryLimitExceededException or TimeoutException or IOException
            or UnauthorizedAccessException)
        {
            logger.LogDebug(e, "The database cannot be used");
            return Problem.Invalid("database.unreachable", Words(e));
        }
    }

    private async Task<Result> ReadyAsync(PortalContext db, bool migrate, CancellationToken cancellationToken)
    {
        var exists = await ExistsAsync(db, cancellationToken);
        if (exists && await CheckAsync(cancellationToken) is { Refusal.Succeeded: false } bad) return bad.Refusal;
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = exists ? (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList() : [];
        var unknown = applied.Where(m => !known.Contains(m)).ToList();
        if (unknown.Count > 0)
        {
            return Problem.Conflict("database.newer", unknown[^1]);
        }

        if (applied.Count < known.Count && !migrate)
        {
            return Problem.Invalid("database.older", known.Count - applied.Count);
        }

        if (applied.Count < known.Count) await MigrateAsync(db, exists && applied.Count == 0, cancellationToken);
        if (await CheckAsync(cancellationToken) is not { } server) return Result.Ok;
        if (server.Warning is { } warning) logger.LogWarning("{Warning}", warning);
        return server.Refusal;
    }

    private async Task MigrateAsync(PortalContext db, bool isEmpty, CancellationToken cancellationToken)
    {
        if (!db.Database.IsSqlServer() && await db.Database.GetService<IRelationalDatabaseCreator>().ExistsAsync(cancellationToken))
            await db.RunAsync(ServerSql.ForgetMigrationLock, [], cancellationToken);
        if (isEmpty && await CheckAsync(cancellationToken) is { ReadsSnapshots: false } server)
            await ReadSnapshotsAsync(server.Name, cancellationToken);
        using var timeout = db.WaitLong();
        await db.Database.MigrateAsync(cancellationToken);
    }

    // Made by a person for the portal, and still empty: nobody is thrown out. Where the right is missing, the warning says the command.
    private async Task ReadSnapshotsAsync(string database, CancellationToken cancellationToken)
    {
        try
        {
            SqlConnection.ClearAllPools();
            await using var connection = await StartLock.ConnectAsync(options.Value.ConnectionString, cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = ServerSql.ReadSnapshots.WithParameters(isSqlServer: true);
            command.Parameters.AddWithValue("@p0", database);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (SqlException e)
        {
            logger.LogDebug(e, "READ_COMMITTED_SNAPSHOT could not be switched on");
        }
    }

    // A database that is not there yet is made by the migration; everything else that keeps us out is the caller's to tell.
    private async Task<bool> ExistsAsync(PortalContext db, CancellationToken cancellationToken)
    {
        if (!db.Database.IsSqlServer()) return await db.Database.GetService<IRelationalDatabaseCreator>().ExistsAsync(cancellationToken);
        try
        {
            await using var connection = new SqlConnection(options.Value.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (SqlException e) when (e.Number == NoSuchDatabase)
        {
            return false;
        }
    }

    private async Task<ServerCheck?> CheckAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Provider != DatabaseOptions.SqlServer) return null;
        try
        {
            return await ServerCheck.ReadAsync(options.Value.ConnectionString, cancellationToken);
        }
        catch (Exception e) when (e is SqlException or InvalidCastException)
        {
            logger.LogWarning(e, "The server does not say how it keeps the database; whether it may be used could not be checked");
            return null;
        }
    }

    private string Words(Exception e)
    {
        var message = (e is RetryLimitExceededException ? e.InnerException ?? e : e).Message.ReplaceLineEndings(" ").Trim();
        var where = options.Value.Provider == DatabaseOptions.SqlServer
            && new SqlConnectionStringBuilder(options.Value.ConnectionString) is var server
            ? $" (server '{server.DataSource}', database '{server.InitialCatalog}')" : "";
        return $"{message}{(message.EndsWith('.') ? "" : ".")}{where}";
    }
}
