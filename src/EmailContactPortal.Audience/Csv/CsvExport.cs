using CsvHelper;

namespace EmailContactPortal.Audience.Csv;

/// <summary>
/// The one way the portal writes CSV: UTF-8 with a byte-order mark for Excel, and no value that a spreadsheet would run as a formula.
/// </summary>
public static class CsvExport
{
    // What is guarded is quoted as well, so that a program that splits at another character keeps it in one cell.
    private static readonly CsvWriterOptions Plain = new()
    {
        Injection = CsvInjection.None,
        ShouldQuote = static (field, _, _, _) => field.Length > 0
            && (field[0] == '\'' || field.IndexOf(';') >= 0 || field.IndexOf('\t') >= 0),
    };

    /// <summary>Writes the rows as they come; memory does not grow with them.</summary>
    public static async Task WriteAsync(
        Stream output, string[] header, IAsyncEnumerable<string?[]> rows, CancellationToken cancellationToken)
    {
        await output.WriteAsync(new byte[] { 0xEF, 0xBB, 0xBF }, cancellationToken);
        await using var writer = CsvWriter.Create(output, Plain, leaveOpen: true);
        await writer.WriteRecordAsync(Guarded(header)!, cancellationToken);
        await foreach (var row in rows.WithCancellation(cancellationToken)) await writer.WriteRecordAsync(Guarded(row)!, cancellationToken);
        await writer.FlushAsync(cancellationToken);
    }

    private static string?[] Guarded(string?[] row) => Array.ConvertAll(row, FormulaGuard.Of);
}
