using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace EmailContactPortal.Data.Connecting;

/// <summary>Which database the portal uses (configuration section <c>Database</c>).</summary>
public sealed class DatabaseOptions : IValidatableObject
{
    public const string Section = "Database";

    /// <summary>The embedded database.</summary>
    public const string Sqlite = "Sqlite";

    /// <summary>Microsoft SQL Server 2019 or later.</summary>
    public const string SqlServer = "SqlServer";

    [AllowedValues(Sqlite, SqlServer, ErrorMessage = "must be Sqlite or SqlServer")]
    public string Provider { get; set; } = Sqlite;

    /// <summary>Connection string of that provider; for SQLite the file in the data directory when empty.</summary>
    [Browsable(false)]
    public string ConnectionString { get; set; } = "";

    /// <summary>Whether the portal brings the schema up to date when it starts.</summary>
    public bool MigrateOnStart { get; set; } = true;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Provider is Sqlite or SqlServer && Fault() is { } fault ? [new(fault)] : [];

    private string? Fault()
    {
        if (ConnectionString.Length == 0)
            return "ConnectionStrings:Portal is missing. With Database:Provider SqlServer write for example "
                + "Server=db;Database=portal;User Id=portal;Password=…;TrustServerCertificate=true.";
        try
        {
            DbConnectionStringBuilder read = Provider == SqlServer ? new SqlConnectionStringBuilder() : new SqliteConnectionStringBuilder();
            read.ConnectionString = ConnectionString;
            return null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            return $"ConnectionStrings:Portal cannot be read by {Provider}: {e.Message}";
        }
    }
}
