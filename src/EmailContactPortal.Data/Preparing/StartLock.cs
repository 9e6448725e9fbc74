using System.Diagnostics;
using EmailContactPortal.Data.Connecting;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace EmailContactPortal.Data.Preparing;

/// <summary>One instance at a time prepares the database: the others wait, and then find everything done.</summary>
internal sealed class StartLock : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly IAsyncDisposable? held;

    private StartLock(IAsyncDisposable? held) => this.held = held;

    /// <summary>Takes the lock: of the server on SQL Server, of a file beside the database on SQLite.</summary>
    internal static Task<StartLock> TakeAsync(DatabaseOptions options, CancellationToken cancellationToken) =>
        options.Provider == DatabaseOptions.SqlServer
            ? OnServerAsync(options.ConnectionString, cancellationToken)
            : OnFileAsync(options.ConnectionString, cancellationToken);

    /// <summary>
    /// A connection to the server that does not need the database; to the database where the sign-in may see nothing else.
    /// </summary>
    internal static async Task<SqlConnection> ConnectAsync(string connectionString, CancellationToken cancellationToken)
    {
        // Not pooled: what is locked or thrown out here must not come back to somebody else.
        var settings = new SqlConnectionStringBuilder(connectionString) { Pooling = false };
        try
        {
            return await OpenAsync(
                new SqlConnectionStringBuilder(settings.ConnectionString) { InitialCatalog = "master" }, cancellationToken);
        }
        catch (SqlException) when (settings.InitialCatalog.Length > 0)
        {
            return await OpenAsync(settings, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => held?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<SqlConnection> OpenAsync(SqlConnectionStringBuilder settings, CancellationToken cancellationToken)
    {
        var connection = new SqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task<StartLock> OnServerAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(connectionString, cancellationToken);
        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = ServerSql.Lock.WithParameters(isSqlServer: true);
            command.CommandTimeout = (int)Longest.TotalSeconds + 30;
            command.Parameters.AddWithValue(
                "@p0", "EmailContactPortal.Start:" + new SqlConnectionStringBuilder(connectionString).InitialCatalog);
            command.Parameters.AddWithValue("@p1", (int)Longest.TotalMilliseconds);
            if (Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken), null) < 0) throw new TimeoutException(TooLong);
            // The lock goes with the connection.
            return new StartLock(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task<StartLock> OnFileAsync(string connectionString, CancellationToken cancellationToken)
    {
        var database = new SqliteConnectionStringBuilder(connectionString).DataSource;
        if (database.Length == 0 || database == ":memory:") return new StartLock(null);
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new StartLock(new FileStream(database + ".start", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
            {
                if (Stopwatch.GetElapsedTime(began) > Longest) throw new TimeoutException(TooLong);
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    private static string TooLong => $"Another instance has been preparing the database for more than {Longest.TotalMinutes:0} minutes.";
}
