using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Data.Connecting;

/// <summary>
/// A statement written by hand, in the words of both databases; its values are written <c>{0}</c>, <c>{1}</c>. Every one is a static member
/// of a file that is named after its noun (<c>…Sql.cs</c>);
/// one test finds them all, parses what SQL Server gets with Microsoft's grammar, and prepares what SQLite gets.
/// </summary>
/// <param name="Sqlite">For the embedded database; empty when it has no use for it.</param>
/// <param name="SqlServer">For SQL Server 2019 and later; empty when it has no use for it.</param>
public sealed partial record SqlText(string Sqlite, string SqlServer)
{
    /// <summary>The same words on both.</summary>
    public SqlText(string both)
        : this(both, both)
    {
    }

    /// <summary>
    /// What makes text of a JSON argument, or of a column that keeps names, comparable with a column that keeps keys; without it SQL Server
    /// refuses to compare them.
    /// </summary>
    public const string Exact = "COLLATE Latin1_General_100_BIN2";

    /// <summary>The words for the context's database.</summary>
    public string For(PortalContext db) => For(db.Database.IsSqlServer());

    /// <summary>The words for one of the databases.</summary>
    public string For(bool isSqlServer) => (isSqlServer ? SqlServer : Sqlite) is { Length: > 0 } words
        ? words
        : throw new InvalidOperationException($"This statement is not for {(isSqlServer ? "SQL Server" : "SQLite")}: {Sqlite}{SqlServer}");

    /// <summary>The words for one of the databases, with <c>@p0</c>, <c>@p1</c> for the values.</summary>
    public string WithParameters(bool isSqlServer) => Value().Replace(For(isSqlServer), "@p$1");

    [GeneratedRegex(@"\{(\d+)\}")]
    private static partial Regex Value();
}

/// <summary>Runs statements written by hand on the context's connection, in its transaction, with its retries.</summary>
public static class SqlTextRunning
{
    /// <summary>Runs a statement whose values are written <c>{0}</c>, <c>{1}</c>; how many rows it changed.</summary>
    public static Task<int> RunAsync(
        this PortalContext db, SqlText sql, IEnumerable<object?> values, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlRawAsync(sql.For(db), values!, cancellationToken);
}
