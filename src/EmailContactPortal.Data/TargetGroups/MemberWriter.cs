using System.Data;
using System.Data.Common;
using System.Diagnostics;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace EmailContactPortal.Data.TargetGroups;

/// <summary>Where imported people are written first.</summary>
public enum MemberTarget
{
    /// <summary>Straight into a group nobody uses yet; a later row of the same address replaces the earlier one. SQLite only.</summary>
    Group = 1,

    /// <summary>The staging table, to be compared with the group afterwards.</summary>
    Stage = 2,
}

/// <summary>
/// Writes imported people as fast as the database takes them: prepared statements on SQLite, bulk copy on SQL Server, both on the context's
/// connection.
/// A transaction stays open for about <see cref="Longest"/>: every commit of rows in random order writes most of the index again, so many
/// small ones would cost
/// more than the rows; other writers wait no longer than that.
/// </summary>
public sealed class MemberWriter(PortalContext db, int importId, int targetGroupId, MemberTarget target) : IAsyncDisposable
{
    /// <summary>How long one transaction may keep other writers waiting on SQLite.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private static readonly string[] Columns = ["Email", "EmailKey", "FirstName", "LastName", "Fields", "CrmContactId"];
    private IDbContextTransaction? open;
    private long opened;
    private int issues;

    /// <summary>Where people are written first.</summary>
    /// <param name="db">The tables.</param>
    /// <param name="isFirst">Whether nobody uses the group yet.</param>
    public static MemberTarget TargetFor(PortalContext db, bool isFirst) =>
        isFirst && !db.Database.IsSqlServer() ? MemberTarget.Group : MemberTarget.Stage;

    /// <summary>
    /// Writes rows and issues; runs <paramref name="then"/> in the same transaction before it is committed, not at every call.
    /// </summary>
    public async Task WriteAsync(
        IReadOnlyList<MemberRow> rows, IReadOnlyList<IssueRow> bad, Func<CancellationToken, Task> then, CancellationToken cancellationToken)
    {
        var keep = bad.Take(Math.Max(0, ImportIssue.MaxPerImport - issues)).ToList();
        issues += keep.Count;
        if (db.Database.IsSqlServer())
        {
            await BulkAsync(rows, keep, then, cancellationToken);
            return;
        }

        if (open is null)
        {
            open = await db.Database.BeginTransactionAsync(cancellationToken);
            opened = Stopwatch.GetTimestamp();
        }

        Insert(rows, open.GetDbTransaction());
        Insert(keep, open.GetDbTransaction());
        if (Stopwatch.GetElapsedTime(opened) >= Longest) await FlushAsync(then, cancellationToken);
    }

    /// <summary>Commits what is written.</summary>
    public async Task FlushAsync(Func<CancellationToken, Task> then, CancellationToken cancellationToken)
    {
        if (open is null) return;
        await then(cancellationToken);
        await open.CommitAsync(cancellationToken);
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (open is not null) await open.DisposeAsync();
        open = null;
    }

    private Task<bool> BulkAsync(
        IReadOnlyList<MemberRow> rows, List<IssueRow> bad, Func<CancellationToken, Task> then, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async token =>
            {
                var transaction = (SqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
                await BulkAsync("MemberStages", StageTable(rows), transaction, token);
                await BulkAsync("ImportIssues", IssueTable(bad), transaction, token);
                await then(token);
                return true;
            },
            cancellationToken);

    private void Insert(IReadOnlyList<MemberRow> rows, DbTransaction transaction)
    {
        if (rows.Count == 0) return;
        var direct = target == MemberTarget.Group;
        var shift = direct ? 0 : 1;
        using var command = Command(transaction, direct ? MemberSql.Add : MemberSql.Stage, numbers: 1 + shift, texts: 6);
        var p = command.Parameters;
        p[0].Value = direct ? targetGroupId : importId;
        command.Prepare();
        foreach (var row in rows)
        {
            if (!direct) p[1].Value = row.Line;
            p[1 + shift].Value = row.Email;
            p[2 + shift].Value = row.EmailKey;
            p[3 + shift].Value = row.FirstName;
            p[4 + shift].Value = row.LastName;
            p[5 + shift].Value = row.Fields;
            p[6 + shift].Value = (object?)row.CrmContactId ?? DBNull.Value;
            command.ExecuteNonQuery();
        }
    }

    private void Insert(List<IssueRow> bad, DbTransaction transaction)
    {
        if (bad.Count == 0) return;
        using var command = Command(transaction, MemberSql.AddIssue, numbers: 2, texts: 3);
        command.Parameters[0].Value = importId;
        command.Prepare();
        foreach (var issue in bad)
        {
            command.Parameters[1].Value = issue.Line;
            command.Parameters[2].Value = issue.Column;
            command.Parameters[3].Value = issue.Value;
            command.Parameters[4].Value = issue.Reason;
            command.ExecuteNonQuery();
        }
    }

    private DbCommand Command(DbTransaction transaction, SqlText sql, int numbers, int texts)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql.WithParameters(isSqlServer: false);
        for (var i = 0; i < numbers + texts; i++)
            command.Parameters.Add(new SqliteParameter($"@p{i}", i < numbers ? SqliteType.Integer : SqliteType.Text));
        return command;
    }

    private async Task BulkAsync(string table, DataTable rows, SqlTransaction transaction, CancellationToken cancellationToken)
    {
        if (rows.Rows.Count == 0) return;
        using var bulk = new SqlBulkCopy((SqlConnection)db.Database.GetDbConnection(), SqlBulkCopyOptions.Default, transaction)
        {
            DestinationTableName = table,
            BatchSize = db.RowsAtOnce(),
            BulkCopyTimeout = db.Database.GetCommandTimeout() ?? 30,
        };
        foreach (DataColumn column in rows.Columns) bulk.ColumnMappings.Add(column.ColumnName, column.ColumnName);
        await bulk.WriteToServerAsync(rows, cancellationToken);
    }

    private DataTable StageTable(IReadOnlyList<MemberRow> rows)
    {
        var table = new DataTable { Locale = System.Globalization.CultureInfo.InvariantCulture };
        table.Columns.Add("ImportId", typeof(int));
        table.Columns.Add("Line", typeof(int));
        foreach (var column in Columns) table.Columns.Add(column, typeof(string));
        foreach (var row in rows)
            table.Rows.Add(
                importId, row.Line, row.Email, row.EmailKey, row.FirstName, row.LastName, row.Fields,
                (object?)row.CrmContactId ?? DBNull.Value);
        return table;
    }

    private DataTable IssueTable(List<IssueRow> bad)
    {
        var table = new DataTable { Locale = System.Globalization.CultureInfo.InvariantCulture };
        table.Columns.Add("ImportId", typeof(int));
        table.Columns.Add("Line", typeof(int));
        foreach (var column in (string[])["Column", "Value", "Reason"]) table.Columns.Add(column, typeof(string));
        foreach (var issue in bad) table.Rows.Add(importId, issue.Line, issue.Column, issue.Value, issue.Reason);
        return table;
    }
}
