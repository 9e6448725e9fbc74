using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace EmailContactPortal.Data.Connecting;

/// <summary>What a database's error numbers mean to those who can do something about them.</summary>
public static class DatabaseErrors
{
    private const int SqliteConstraint = 19;

    /// <summary>A row with this key is there already: somebody else was faster.</summary>
    public static bool IsDuplicate(Exception? exception) => exception switch
    {
        SqlException { Number: 2601 or 2627 } => true,
        SqliteException { SqliteErrorCode: SqliteConstraint, SqliteExtendedErrorCode: 2067 or 1555 } => true,
        { InnerException: { } inner } => IsDuplicate(inner),
        _ => false,
    };

    /// <summary>Somebody else held what was needed for longer than this one waited.</summary>
    public static bool IsBusy(Exception? exception) => exception switch
    {
        SqlException { Number: 1205 or 1222 or -2 } => true,
        SqliteException { SqliteErrorCode: 5 or 6 } => true,
        { InnerException: { } inner } => IsBusy(inner),
        _ => false,
    };
}
