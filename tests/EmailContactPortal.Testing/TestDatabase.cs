using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Preparing;
using EmailContactPortal.Testing.SqlServer;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Testing;

/// <summary>
/// A migrated database of its own for one test: a SQLite file, or a fresh database on the server named by <c>ECP_TEST_SQLSERVER</c>.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string directory;

    private TestDatabase(DatabaseOptions options, string directory) => (Options, this.directory) = (options, directory);

    public DatabaseOptions Options { get; }

    /// <summary>A folder that lives as long as the database, for uploads and keys.</summary>
    public string Directory => directory;

    /// <summary>An empty database, schema not yet made.</summary>
    /// <param name="embedded">
    /// For tests that are about SQLite by nature (its files, its pragmas, its grammar): they run on it whatever the variable says.
    /// </param>
    public static TestDatabase CreateEmpty(bool embedded = false)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("ecp-test-").FullName;
        var server = Environment.GetEnvironmentVariable("ECP_TEST_SQLSERVER");
        var options = embedded || string.IsNullOrEmpty(server)
            ? new DatabaseOptions { ConnectionString = $"Data Source={Path.Combine(directory, "portal.db")}" }
            : new DatabaseOptions
            {
                Provider = DatabaseOptions.SqlServer,
                ConnectionString = new SqlConnectionStringBuilder(server)
                {
                    InitialCatalog = "ecp_" + Guid.NewGuid().ToString("N"),
                }.ToString(),
            };
        return new TestDatabase(options, directory);
    }

    /// <summary>A database with the current schema.</summary>
    /// <param name="embedded">As in <see cref="CreateEmpty"/>.</param>
    public static async Task<TestDatabase> CreateAsync(bool embedded = false)
    {
        var database = CreateEmpty(embedded);
        await using var services = database.Services();
        var prepared = await services.GetRequiredService<Schema>().PrepareAsync(migrate: true, CancellationToken.None);
        if (!prepared.Succeeded) throw new InvalidOperationException(prepared.Problems[0].Message);
        return database;
    }

    /// <summary>A container over this database; <paramref name="configure"/> adds what the test needs besides.</summary>
    public ServiceProvider Services(Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddData(Options);
        configure?.Invoke(services);
        return services.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        var source = Options.Provider == DatabaseOptions.Sqlite ? Options.ConnectionString : "";
        if (Options.Provider == DatabaseOptions.SqlServer)
        {
            await using var services = Services();
            await using var db = await services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
            await db.Database.EnsureDeletedAsync();
        }
        else
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        }

        System.IO.Directory.Delete(directory, recursive: true);
        if (QueryWatch.FaultOn(new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(source).DataSource) is { } fault)
            throw new InvalidOperationException(fault);
    }
}
