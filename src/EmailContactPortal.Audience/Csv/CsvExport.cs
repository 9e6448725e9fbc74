using CsvHelper;

namespace EmailContactPortal.Audience.Csv;

/// <summary>The one way the portal writes CSV: UTF-8 with a byte-order mark for Excel, and no value that a spreadsheet would run as a formula.</summary>
public static class CsvExport
{
    private static readonly CsvWriterOptions Safe = new() { Injection = CsvInjection.Escape };

    /// <summary>Writes the rows as they come; memory does not grow with them.</summary>
    public static async Task WriteAsync(Stream output, string[] header, IAsyncEnumerable<string?[]> rows, CancellationToken cancellationToken)
    {
        await output.WriteAsync(new byte[] { 0xEF, 0xBB, 0xBF }, cancellationToken);
        await using var writer = CsvWriter.Create(output, Safe, leaveOpen: true);
        await writer.WriteRecordAsync(header, cancellationToken);
        await foreach (var row in rows.WithCancellation(cancellationToken)) await writer.WriteRecordAsync(row!, cancellationToken);
        await writer.FlushAsync(cancellationToken);
    }
}
