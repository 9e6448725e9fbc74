using System.ComponentModel.DataAnnotations;

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
}
