using System.Text.Json;
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

    /// <summary>
    /// The database or the program refuses just this row: a constraint, a trigger, a value that does not fit. Trying again does not help, and what comes behind it can be written.
    /// Anything else (a lock, a full disk, a broken connection, a missing table) concerns every row, and passes or is mended.
    /// </summary>
    public static bool IsOfRow(Exception? exception) => exception switch
    {
        null => false,
        SqlException { Number: 220 or 245 or 515 or 547 or 2601 or 2627 or 2628 or 8114 or 8115 or 8152 or 50000 } => true,
        SqliteException { SqliteErrorCode: 18 or SqliteConstraint or 20 } => true,
        SqlException or SqliteException => false,
        ArgumentException or FormatException or ArithmeticException or InvalidCastException or NullReferenceException or IndexOutOfRangeException or KeyNotFoundException or JsonException => true,
        _ => IsOfRow(exception.InnerException),
    };
}
