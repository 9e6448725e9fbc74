using System.Collections.Concurrent;
using System.Diagnostics;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using EmailContactPortal.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;

namespace EmailContactPortal.Testing.SqlServer;

/// <summary>
/// Every query, set-based update and delete that any test runs on SQLite is also made for SQL Server, and read by Microsoft's grammar. It
/// listens to all contexts of the process, so none can be missed; the test that ran a query SQL Server does not take fails there and then,
/// with the query's text.
/// </summary>
internal static class QueryWatch
{
    private static readonly ConcurrentDictionary<string, string> Faults = new();
    private static int watched;

    /// <summary>How many queries were looked at so far.</summary>
    internal static int Watched => Volatile.Read(ref watched);

    /// <summary>
    /// What is wrong with queries that ran on a database, even when the code under test swallowed the failure; null when nothing is.
    /// </summary>
    internal static string? FaultOn(string dataSource) => Faults.GetValueOrDefault(dataSource);

#pragma warning disable CA2255 // Whoever uses anything of this assembly is watched.
    [ModuleInitializer]
    internal static void Start() => DiagnosticListener.AllListeners.Subscribe(new Listeners());
#pragma warning restore CA2255

    private static void Look(PortalContext db, Expression query)
    {
        Interlocked.Increment(ref watched);
        string? fault;
        try
        {
            fault = SqlServerQuery.FaultOf(query);
        }
        catch (Exception e)
        {
            fault = (e as TargetInvocationException)?.InnerException?.Message ?? e.ToString();
        }

        if (fault is null) return;
        var words = $"SQL Server 2019 does not take this query:\n{new ExpressionPrinter().PrintExpression(query)}\n{fault}";
        Faults[db.Database.GetDbConnection().DataSource] = words;
        throw new InvalidOperationException(words);
    }

    private sealed class Listeners : IObserver<DiagnosticListener>
    {
        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name)
                value.Subscribe(new Queries(), name => name == CoreEventId.QueryCompilationStarting.Name);
        }
    }

    private sealed class Queries : IObserver<KeyValuePair<string, object?>>
    {
        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Value is QueryExpressionEventData { Context: PortalContext db } data && db.Database.IsSqlite())
                Look(db, data.Expression);
        }
    }
}
