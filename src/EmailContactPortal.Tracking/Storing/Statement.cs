using System.Data;
using System.Data.Common;
using EmailContactPortal.Data.Connecting;

namespace EmailContactPortal.Tracking.Storing;

/// <summary>One prepared command with its parameters by position; prepared once per connection and run thousands of times a second.</summary>
internal sealed class Statement : IDisposable
{
    private readonly DbCommand command;

    public Statement(DbConnection connection, SqlText sql, bool isSqlServer, params (string Name, DbType Type, int Size)[] parameters)
    {
        command = connection.CreateCommand();
        command.CommandText = sql.For(isSqlServer);
        foreach (var (name, type, size) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.DbType) = (name, type);
            // A size of 0 would cut every value to nothing.
            if (size > 0) parameter.Size = size;
            command.Parameters.Add(parameter);
        }
    }

    /// <summary>Binds the values in the order of the parameters and the transaction they belong to.</summary>
    public Statement With(DbTransaction transaction, params ReadOnlySpan<object?> values)
    {
        if (values.Length != command.Parameters.Count) throw new ArgumentException("Give one value for each parameter.", nameof(values));
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return this;
    }

    public Task<int> RunAsync(CancellationToken cancellationToken) => command.ExecuteNonQueryAsync(cancellationToken);

    public Task<object?> ValueAsync(CancellationToken cancellationToken) => command.ExecuteScalarAsync(cancellationToken);

    public Task<DbDataReader> ReadAsync(CancellationToken cancellationToken) => command.ExecuteReaderAsync(cancellationToken);

    public void Dispose() => command.Dispose();
}
