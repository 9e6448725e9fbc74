using EmailContactPortal.Data.Access;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Data.Keys;
using EmailContactPortal.Data.Preparing;
using EmailContactPortal.Data.Settings;
using EmailContactPortal.Data.Supervision;
using EmailContactPortal.Domain.Tracking;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EmailContactPortal.Data;

/// <summary>Registers the database: a scoped <see cref="PortalContext"/> for screens and a factory for jobs and singletons.</summary>
public static class DataRegistration
{
    /// <summary>SQL Server 2019; nothing that only later versions understand may be sent.</summary>
    internal const int CompatibilityLevel = 150;

    private const int CommandSeconds = 30;

    /// <summary>Adds the tables, their keys and <see cref="PublicToken"/>.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="options">Provider and connection, known before the container is built because they decide what is registered.</param>
    /// <param name="keys">What protects the keys in the database; a file beside an embedded database when not given.</param>
    public static IServiceCollection AddData(this IServiceCollection services, DatabaseOptions options, KeyOptions? keys = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddChecked(options);
        if (options.Provider == DatabaseOptions.SqlServer)
        {
            services.AddContext<SqlServerPortalContext>(b => b.UseSqlServer(options.ConnectionString, ForSqlServer));
        }
        else
        {
            var connection = new SqliteConnectionStringBuilder(options.ConnectionString) { DefaultTimeout = 30 }.ToString();
            services.AddContext<SqlitePortalContext>(b => b.UseSqlite(connection).AddInterceptors(new SqlitePragmas()));
        }

        services.AddSingleton<Schema>();
        services.AddSingleton<Loops>();
        services.AddKeys(keys ?? new KeyOptions { File = Path.Combine(FolderOf(options), "keys", "master.key") });
        return services;
    }

    private static void AddKeys(this IServiceCollection services, KeyOptions options)
    {
        services.AddChecked(options);
        services.AddSingleton<MasterKey>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<SecretBox>();
        services.AddSingleton<PublicToken>(provider => ActivatorUtilities.CreateInstance<TokenKey>(provider).Read());
        var protection = services.AddDataProtection().SetApplicationName("EmailContactPortal").PersistKeysToDbContext<PortalContext>();
        if (options.Certificate is not null) protection.ProtectKeysWithCertificate(options.LoadCertificate());
        else services.AddOptions<KeyManagementOptions>()
            .Configure<MasterKey>((ring, master) => ring.XmlEncryptor = new MasterKeyXmlEncryptor(master));
    }

    private static string FolderOf(DatabaseOptions options)
    {
        if (options.Provider != DatabaseOptions.Sqlite) return Directory.GetCurrentDirectory();
        return Path.GetDirectoryName(Path.GetFullPath(new SqliteConnectionStringBuilder(options.ConnectionString).DataSource))!;
    }

    /// <summary>
    /// What the portal says to every SQL Server: speak the language of 2019, and try again what failed for a passing reason (deadlock,
    /// failover, broken connection).
    /// </summary>
    internal static void ForSqlServer(SqlServerDbContextOptionsBuilder server) =>
        server.UseCompatibilityLevel(CompatibilityLevel).ExecutionStrategy(d => new ServerRetries(d)).CommandTimeout(CommandSeconds);

    private static void AddContext<TContext>(this IServiceCollection services, Action<DbContextOptionsBuilder> configure)
        where TContext : PortalContext
    {
        services.AddDbContextFactory<TContext>((provider, builder) =>
        {
            configure(builder);
            builder.AddInterceptors(provider.GetServices<IInterceptor>());
        });
        services.AddSingleton<IDbContextFactory<PortalContext>, ContextFactory<TContext>>();
        services.AddScoped<PortalContext>(provider =>
        {
            var db = provider.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext();
            db.Viewer = provider.GetService<Viewer>();
            return db;
        });
    }
}
