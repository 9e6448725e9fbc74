using System.Data.Common;
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
    /// The database or the program refuses just this row: a constraint, a trigger, a value that does not fit. Trying again does not help,
    /// and what comes behind it can be written.
    /// Anything else (a lock, a full disk, a broken connection, a missing table) concerns every row.
    /// </summary>
    public static bool IsOfRow(Exception? exception) => exception switch
    {
        null => false,
        SqlException { Number: 220 or 245 or 515 or 547 or 2601 or 2627 or 2628 or 8114 or 8115 or 8152 or 50000 } => true,
        SqliteException { SqliteErrorCode: 18 or SqliteConstraint or 20 } => true,
        SqlException or SqliteException => false,
        ArgumentException or FormatException or ArithmeticException or InvalidCastException => true,
        NullReferenceException or IndexOutOfRangeException or KeyNotFoundException or JsonException => true,
        _ => IsOfRow(exception.InnerException),
    };

    /// <summary>
    /// The database is busy, full or away: the same can be tried again as it is, and will be written at some time. Not so what the program
    /// got wrong: words that the database
    /// does not understand, a table or column that it does not have. That is tried again in vain.
    /// </summary>
    public static bool IsPassing(Exception? exception) => exception switch
    {
        null => false,
        // 15 are errors of syntax, 207 to 209 and 4104 unknown columns and tables, the others parameters that do not fit the statement.
        SqlException { Class: 15 } => false,
        SqlException { Number: 201 or 206 or 207 or 208 or 209 or 213 or 2812 or 4104 or 8144 or 8145 or 8178 } => false,
        // "SQL logic error", a wrong use of the interface, a parameter that is not there.
        SqliteException { SqliteErrorCode: 1 or 21 or 25 } => false,
        _ when IsOfRow(exception) => false,
        DbException or IOException or TimeoutException => true,
        _ => IsPassing(exception.InnerException),
    };
}
