using System.Data;
using System.Data.Common;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Testing.SqlServer;

/// <summary>
/// The portal's SQL Server context, with all its settings, that sends nothing: what it would have sent is heard instead, and answered with
/// no rows.
/// </summary>
public static class SilentSqlServer
{
    private static readonly ServiceProvider Services = Build();

    [ThreadStatic]
    private static List<string>? heard;

    /// <summary>A context; it never opens a connection.</summary>
    public static PortalContext Open() => Services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContext();

    /// <summary>
    /// The commands that <paramref name="work"/>, which must be synchronous, sends. What fails for want of an answer after a command does
    /// not matter.
    /// </summary>
    public static IReadOnlyList<string> Hear(Action work)
    {
        var commands = heard = [];
        try
        {
            work();
        }
        catch (Exception) when (commands.Count > 0)
        {
            // No rows came back.
        }
        finally
        {
            heard = null;
        }

        return commands;
    }

    private static ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddData(new DatabaseOptions { Provider = DatabaseOptions.SqlServer, ConnectionString = "Server=nowhere;Database=portal" });
        services.AddSingleton<IInterceptor, NoConnection>();
        services.AddSingleton<IInterceptor, NoCommand>();
        return services.BuildServiceProvider();
    }

    private static DataTableReader Nothing(DbCommand command)
    {
        heard?.Add(command.CommandText);
        return new DataTable { Locale = System.Globalization.CultureInfo.InvariantCulture }.CreateDataReader();
    }

    private sealed class NoConnection : DbConnectionInterceptor
    {
        public override InterceptionResult ConnectionOpening(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();

        public override InterceptionResult ConnectionClosing(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();
    }

    private sealed class NoCommand : DbCommandInterceptor
    {
        public override InterceptionResult<DbDataReader> ReaderExecuting(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
            InterceptionResult<DbDataReader>.SuppressWithResult(Nothing(command));

        public override InterceptionResult<int> NonQueryExecuting(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
        {
            Nothing(command).Dispose();
            return InterceptionResult<int>.SuppressWithResult(0);
        }

        public override InterceptionResult<object> ScalarExecuting(
            DbCommand command, CommandEventData eventData, InterceptionResult<object> result)
        {
            Nothing(command).Dispose();
            return InterceptionResult<object>.SuppressWithResult(0);
        }
    }
}
