using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace EmailContactPortal.Testing.SqlServer;

/// <summary>Microsoft's own grammar of SQL Server 2019: it reads what no server is here to run.</summary>
public static class SqlServerGrammar
{
    /// <summary>What is wrong with a script; empty when it is good.</summary>
    public static IReadOnlyList<string> Faults(string sql)
    {
        new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
        return [.. errors.Select(e => $"line {e.Line}: {e.Message}")];
    }
}
