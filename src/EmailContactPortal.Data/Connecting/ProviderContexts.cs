using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Data.Connecting;

/// <summary>The model on SQLite; exists so that each database has its own set of migrations.</summary>
internal sealed class SqlitePortalContext(DbContextOptions<SqlitePortalContext> options) : PortalContext(options);

/// <summary>The model on SQL Server; exists so that each database has its own set of migrations.</summary>
internal sealed class SqlServerPortalContext(DbContextOptions<SqlServerPortalContext> options) : PortalContext(options);
