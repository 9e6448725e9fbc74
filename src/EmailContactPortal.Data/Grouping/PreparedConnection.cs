using System.Data;
using System.Data.Common;
using EmailContactPortal.Data.Connecting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace EmailContactPortal.Data.Grouping;

/// <summary>
/// A connection that stays open, with the statements that were run on it: each is made once, at its first run, and run thousands of times a
/// second after that.
/// One thread at a time.
/// </summary>
public sealed class PreparedConnection : IAsyncDisposable
{
    private readonly Dictionary<SqlText, DbCommand> commands = new(ReferenceEqualityComparer.Instance);
    private readonly DbConnection connection;
    private DbTransaction? transaction;

    private PreparedConnection(PortalContext db) =>
        (Db, connection, IsSqlServer) = (db, db.Database.GetDbConnection(), db.Database.IsSqlServer());

    /// <summary>The context whose connection it is.</summary>
    public PortalContext Db { get; }

    /// <summary>
    /// SQL Server is a round trip away and gets a whole group at once, as JSON; SQLite is in the process, and takes a row at a time faster
    /// than it reads JSON.
    /// </summary>
    public bool IsSqlServer { get; }

    public static async Task<PreparedConnection> OpenAsync(IDbContextFactory<PortalContext> contexts, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            return new PreparedConnection(db);
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Begins a transaction of its own, which the context does not know: for statements only. Who began it commits and disposes it.
    /// </summary>
    public DbTransaction Begin() => transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);

    /// <summary>Runs statements and what the context does in one transaction; see <see cref="Transactions"/>.</summary>
    public Task<T> InTransactionAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        Db.InTransactionAsync(
            token =>
            {
                transaction = Db.Database.CurrentTransaction!.GetDbTransaction();
                return work(token);
            },
            cancellationToken);

    /// <summary>Runs a statement; how many rows it changed.</summary>
    public int Execute(SqlText sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteNonQuery();

    /// <summary>Runs a statement; how many rows it changed.</summary>
    public Task<int> ExecuteAsync(SqlText sql, CancellationToken cancellationToken, params ReadOnlySpan<object?> values) =>
        Command(sql, values).ExecuteNonQueryAsync(cancellationToken);

    /// <summary>Asks for rows.</summary>
    public Task<DbDataReader> ReadAsync(SqlText sql, CancellationToken cancellationToken, params ReadOnlySpan<object?> values) =>
        Command(sql, values).ExecuteReaderAsync(cancellationToken);

    /// <summary>Asks whether there is a row.</summary>
    public async Task<bool> HasAnyAsync(SqlText sql, CancellationToken cancellationToken, params object?[] values) =>
        await Command(sql, values).ExecuteScalarAsync(cancellationToken) is not (null or DBNull);

    /// <summary>Asks for one row of two numbers; null when there is none.</summary>
    public (long First, long Second)? Pair(SqlText sql, params ReadOnlySpan<object?> values)
    {
        using var reader = Command(sql, values).ExecuteReader(CommandBehavior.SingleRow);
        return reader.Read() ? (Convert.ToInt64(reader.GetValue(0), null), Convert.ToInt64(reader.GetValue(1), null)) : null;
    }

    /// <summary>Closes the connection; its commands go with it.</summary>
    public ValueTask DisposeAsync() => Db.DisposeAsync();

    private DbCommand Command(SqlText sql, ReadOnlySpan<object?> values)
    {
        if (!commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql.WithParameters(IsSqlServer);
            for (var i = 0; i < values.Length; i++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"@p{i}";
                command.Parameters.Add(parameter);
            }

            commands.Add(sql, command);
        }

        if (values.Length != command.Parameters.Count) throw new ArgumentException("Give one value for each parameter.", nameof(values));
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++) Set(command.Parameters[i], values[i]);
        return command;
    }

    private static void Set(DbParameter parameter, object? value)
    {
        parameter.Value = value ?? DBNull.Value;
        // SQL Server would take a date for the old datetime, and give each length of a text a plan of its own.
        if (value is DateTime) parameter.DbType = DbType.DateTime2;
        else if (value is string) parameter.Size = -1;
    }
}
