using System.Collections;
using System.Linq.Expressions;
using System.Reflection;
using EmailContactPortal.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;

namespace EmailContactPortal.Testing.SqlServer;

/// <summary>
/// Makes a query that was written for one context for SQL Server, with values made up for its parameters, once with all there and once with
/// what may be null.
/// </summary>
internal static class SqlServerQuery
{
    private static readonly MethodInfo RunMethod =
        typeof(SqlServerQuery).GetMethod(nameof(Run), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>What SQL Server, or Entity Framework for it, has against a query; null when it is good.</summary>
    internal static string? FaultOf(Expression query)
    {
        using var db = SilentSqlServer.Open();
        var moved = new Rerooting(db);
        var expression = moved.Visit(query);
        // Raw SQL was written for the other database; statements by hand have a test of their own.
        if (moved.IsRaw) return null;
        var element = typeof(IQueryable).IsAssignableFrom(expression.Type)
            ? expression.Type.GetInterfaces().Prepend(expression.Type)
                .First(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(IQueryable<>)).GetGenericArguments()[0]
            : null;
        var result = element is null ? expression.Type : typeof(IEnumerable<>).MakeGenericType(element);
        foreach (var isFull in new[] { true, false })
        {
            var run = RunMethod.MakeGenericMethod(result);
            var commands = (IReadOnlyList<string>)run.Invoke(null, [db, expression, moved.Parameters, isFull])!;
            if (commands.Count == 0) return "It sends nothing.";
            foreach (var sql in commands)
            {
                if (SqlServerGrammar.Faults(sql) is { Count: > 0 } faults) return $"{string.Join('\n', faults)}\n{sql}";
            }
        }

        return null;
    }

    private static IReadOnlyList<string> Run<T>(PortalContext db, Expression query, Dictionary<string, Type> parameters, bool isFull)
    {
        var executor = db.GetService<IQueryCompilationContextFactory>().Create(async: false).CreateQueryExecutor<T>(query);
        var context = db.GetService<IQueryContextFactory>().Create();
        foreach (var (name, type) in parameters) context.Parameters[name] = SampleValues.Of(type, isFull);
        return SilentSqlServer.Hear(() =>
        {
            if (executor(context) is not IEnumerable rows || typeof(T) == typeof(string)) return;
            foreach (var row in rows) GC.KeepAlive(row);
        });
    }

    /// <summary>Puts the tables of one context in the place of another's.</summary>
    private sealed class Rerooting(PortalContext db) : ExpressionVisitor
    {
        internal Dictionary<string, Type> Parameters { get; } = [];

        internal bool IsRaw { get; private set; }

        protected override Expression VisitExtension(Expression node)
        {
            switch (node)
            {
                case QueryRootExpression raw when raw.GetType().Name is "FromSqlQueryRootExpression" or "SqlQueryRootExpression":
                    IsRaw = true;
                    return node;
                case EntityQueryRootExpression root:
                    return new EntityQueryRootExpression(db.Model.FindEntityType(root.EntityType.Name)!);
                case QueryParameterExpression parameter:
                    Parameters[parameter.Name] = parameter.Type;
                    return node;
                default:
                    return base.VisitExtension(node);
            }
        }
    }
}
