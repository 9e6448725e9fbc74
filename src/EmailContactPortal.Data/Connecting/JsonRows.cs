namespace EmailContactPortal.Data.Connecting;

/// <summary>Rows that come as one JSON value, an array of objects, as a table <c>f</c> in the words of both databases.</summary>
internal sealed record JsonRows(string Sqlite, string SqlServer)
{
    /// <param name="value">Which value: the number in its braces.</param>
    /// <param name="columns">Name and type for SQL Server: <c>n int</c>.</param>
    internal static JsonRows Of(int value, params string[] columns)
    {
        var columnsWithTypes = columns.Select(c => c.Split(' ', 2)).ToList();
        var read = columnsWithTypes.Select(c => $"json_extract(value, '$.{c[0]}') AS \"{c[0]}\"");
        var typed = columnsWithTypes.Select(c => $"\"{c[0]}\" {c[1]}");
        return new JsonRows(
            $"(SELECT {string.Join(", ", read)} FROM json_each({{{value}}})) AS f",
            $"(SELECT * FROM OPENJSON({{{value}}}) WITH ({string.Join(", ", typed)})) AS f");
    }
}
