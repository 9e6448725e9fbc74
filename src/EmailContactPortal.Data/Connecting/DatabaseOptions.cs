using System.ComponentModel.DataAnnotations;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace EmailContactPortal.Data.Connecting;

/// <summary>Which database the portal uses (configuration section <c>Database</c>).</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary>The embedded database.</summary>
    public const string Sqlite = "Sqlite";

    /// <summary>Microsoft SQL Server 2019 or later.</summary>
    public const string SqlServer = "SqlServer";

    [AllowedValues(Sqlite, SqlServer, ErrorMessage = "Database:Provider must be Sqlite or SqlServer.")]
    public string Provider { get; set; } = Sqlite;

    /// <summary>Connection string of that provider; for SQLite the file in the data directory when empty.</summary>
    [Required(ErrorMessage = "ConnectionStrings:Portal is missing.")]
    public string ConnectionString { get; set; } = "";

    /// <summary>Whether the portal brings the schema up to date when it starts.</summary>
    public bool MigrateOnStart { get; set; } = true;

    /// <summary>What is wrong with the connection string, in words; null when it can be read.</summary>
    public string? Fault()
    {
        try
        {
            _ = Provider == SqlServer ? (System.Data.Common.DbConnectionStringBuilder)new SqlConnectionStringBuilder(ConnectionString) : new SqliteConnectionStringBuilder(ConnectionString);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            return $"ConnectionStrings:Portal cannot be read by {Provider}: {e.Message}";
        }
    }
}
