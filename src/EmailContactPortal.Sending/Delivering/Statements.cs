using System.Data;
using System.Data.Common;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>Prepared commands of one connection, made once and run thousands of times a second.</summary>
internal sealed class Statements
{
    private readonly Dictionary<SqlText, DbCommand> _commands = new(ReferenceEqualityComparer.Instance);
    private DbConnection? _connection;
    private bool _isSqlServer;
    private DbTransaction? _transaction;

    internal DbTransaction Begin(PortalContext db)
    {
        var connection = db.Database.GetDbConnection();
        if (!ReferenceEquals(connection, _connection))
        {
            // The old connection is gone, and its commands with it.
            _commands.Clear();
            _connection = connection;
            _isSqlServer = db.Database.IsSqlServer();
        }

        return _transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
    }

    /// <summary>Runs a command; how many rows it changed.</summary>
    internal int Execute(SqlText sql, params ReadOnlySpan<(string Name, object? Value)> parameters) => Command(sql, parameters).ExecuteNonQuery();

    /// <summary>Runs a question with one row of two numbers; null when there is no such row.</summary>
    internal (long First, long Second)? Pair(SqlText sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var reader = Command(sql, parameters).ExecuteReader(CommandBehavior.SingleRow);
        return reader.Read() ? (Convert.ToInt64(reader.GetValue(0), null), Convert.ToInt64(reader.GetValue(1), null)) : null;
    }

    private DbCommand Command(SqlText sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection!.CreateCommand();
            command.CommandText = sql.For(_isSqlServer);
            foreach (var (name, _) in parameters)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                command.Parameters.Add(parameter);
            }

            _commands.Add(sql, command);
        }

        command.Transaction = _transaction;
        for (var i = 0; i < parameters.Length; i++)
            Set(command.Parameters[i], parameters[i].Value);
        return command;
    }

    private static void Set(DbParameter parameter, object? value)
    {
        parameter.Value = value ?? DBNull.Value;
        // SQL Server would take a date for the old datetime, and give each length of a text a plan of its own.
        if (value is DateTime)
            parameter.DbType = DbType.DateTime2;
        else if (value is string)
            parameter.Size = -1;
    }
}
