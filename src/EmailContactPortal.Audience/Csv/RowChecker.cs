using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EmailContactPortal.Data.TargetGroups;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.TargetGroups;

namespace EmailContactPortal.Audience.Csv;

/// <summary>Makes a member of a row, or says why that cannot be.</summary>
internal sealed class RowChecker : IDisposable
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly SearchValues<char> NoTextCharacters =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(c => (char)c)
            .Where(c => char.IsControl(c) && c is not ('\t' or '\r' or '\n' or '\f' or '\u001A' or '\u0085')), '\uFFFD']);

    private readonly IReadOnlyList<CsvColumn> columns;
    private readonly (int Index, JsonEncodedText Key)[] extras;
    private readonly ArrayBufferWriter<byte> buffer = new(512);
    private readonly Utf8JsonWriter writer;
    private readonly bool isSuspect;
    private readonly int email;
    private readonly int first;
    private readonly int last;

    public RowChecker(CsvSettings settings)
    {
        (columns, isSuspect) = (settings.Columns, settings.Format.LooksThrough);
        email = Find(MergeFields.Email);
        first = Find(MergeFields.FirstName);
        last = Find(MergeFields.LastName);
        extras = [.. columns.Index().Where(c => c.Item.Target.Length > 0 && !ColumnGuesser.IsPerson(c.Item.Target))
            .Select(c => (c.Index, JsonEncodedText.Encode(c.Item.Target, Json.Encoder)))];
        writer = new Utf8JsonWriter(buffer, Json);
    }

    /// <summary>Checks the current row.</summary>
    public bool Check(CsvRows rows, out MemberRow member, out IssueRow issue)
    {
        member = default;
        if (rows.IsTorn) return No(rows, "", rows[0], "A quotation mark opened on this line is not closed where the cell ends.", out issue);
        if (isSuspect && NoText(rows, out issue)) return false;
        for (var i = columns.Count; i < rows.Count; i++)
        {
            if (!string.IsNullOrWhiteSpace(rows[i]))
                return No(
                    rows, "", rows[i],
                    $"The row has {rows.Count} cells, the header has {columns.Count}. A separator inside a cell must stand in quotation "
                        + "marks.", out issue);
        }

        for (var i = 0; i < Math.Min(columns.Count, rows.Count); i++)
        {
            if (i != email && rows[i].Length > Member.MaxValue)
                return No(
                    rows, columns[i].Header, rows[i],
                    $"The value is {rows[i].Length} characters long; at most {Member.MaxValue} are kept.", out issue);
        }

        var typed = Cell(rows, email);
        if (!EmailAddress.TryNormalize(typed, out var address, out var reason))
            return No(rows, columns[email].Header, typed, reason, out issue);

        member = new MemberRow(
            rows.Line, address, EmailAddress.Key(address), Name(Cell(rows, first)), Name(Cell(rows, last)), Extras(rows), null);
        issue = default;
        return true;
    }

    // Names and addresses with such a character would be mailed so.
    private bool NoText(CsvRows rows, out IssueRow issue)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var (cell, column) = (rows[i], i < columns.Count ? columns[i].Header : "");
            var at = cell.AsSpan().IndexOfAny(NoTextCharacters);
            if (at < 0) continue;
            var why = cell[at] == '\uFFFD'
                ? "A byte on this line is not UTF-8 (shown as \uFFFD). Correct the text, or save the whole file as CSV UTF-8."
                : $"The cell has the control character 0x{(int)cell[at]:X2}, which no text has. Delete it.";
            No(rows, column, string.Concat(cell.Select(c => char.IsControl(c) ? '\uFFFD' : c)), why, out issue);
            return true;
        }

        issue = default;
        return false;
    }

    public void Dispose() => writer.Dispose();

    /// <summary>A name as it fits into one line of a mail.</summary>
    public static string Name(string value)
    {
        var trimmed = value.Trim();
        return trimmed.AsSpan().ContainsAny('\r', '\n', '\t')
            ? string.Join(' ', trimmed.Split((char[])['\r', '\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries))
            : trimmed;
    }

    private string Extras(CsvRows rows)
    {
        if (extras.Length == 0) return "{}";
        buffer.ResetWrittenCount();
        writer.Reset();
        writer.WriteStartObject();
        foreach (var (index, key) in extras)
        {
            var value = Cell(rows, index).AsSpan().Trim();
            if (value.Length > 0) writer.WriteString(key, value);
        }

        writer.WriteEndObject();
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string Cell(CsvRows rows, int index) => index >= 0 && index < rows.Count ? rows[index] : "";

    private int Find(string target)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Target == target) return i;
        }

        return -1;
    }

    private static bool No(CsvRows rows, string column, string value, string reason, out IssueRow issue)
    {
        issue = new IssueRow(rows.Line, column, Domain.Text.Bound(value, 200), reason);
        return false;
    }
}
