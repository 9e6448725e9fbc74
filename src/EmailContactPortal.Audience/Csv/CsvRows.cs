using CsvHelper;

namespace EmailContactPortal.Audience.Csv;

/// <summary>The rows of one file, read forward once, whatever its size; closes the file.</summary>
internal sealed class CsvRows : IDisposable
{
    /// <summary>A row longer than this means a quotation mark that is never closed.</summary>
    private const int MaxRow = 1024 * 1024;

    private readonly Stream file;
    private readonly CsvReader reader;
    private readonly int skipped;
    private readonly HashSet<long> torn = [];

    public CsvRows(Stream file, CsvFormat format)
    {
        this.file = file;
        skipped = format.SkipLines;
        CsvStart.MoveTo(file, format);
        reader = CsvReader.Create(file, new CsvReaderOptions
        {
            Encoding = format.Encoding == CsvEncodings.Utf8 ? null : CsvEncodings.Get(format.Encoding),
            Separator = format.Delimiter,
            HasHeader = false,
            TrackLineNumbers = true,
            MaxRecordSize = MaxRow,
            OnMalformedRecord = bad =>
            {
                // A stray quote inside plain text ("5\" disk") is how people write; only a quoted cell with a wrong end loses its limits.
                if (bad.Reason is CsvMalformedReason.UnterminatedQuote or CsvMalformedReason.TextAfterClosingQuote)
                    torn.Add(bad.LineNumber);
            },
        });
    }

    /// <summary>1-based line on which the current row begins.</summary>
    public int Line => (int)reader.LineNumber + skipped;

    /// <summary>Whether the current row has a quoted cell that does not end where it should.</summary>
    public bool IsTorn { get; private set; }

    public int Count => reader.FieldCount;

    /// <summary>
    /// Whether the current row says nothing: only separators, blanks, or the mark that old programs put at the end of a file.
    /// </summary>
    public bool IsBlank
    {
        get
        {
            for (var i = 0; i < Count; i++)
            {
                if (Domain.InvisibleText.Trim(this[i]).Length > 0) return false;
            }

            return true;
        }
    }

    /// <summary>Bytes taken from the file so far.</summary>
    public long Position => file.Position;

    public string this[int cell] => reader.GetString(cell);

    /// <summary>Goes to the next row that is not blank; false at the end.</summary>
    /// <exception cref="CsvRefusedException">A row is too long to be one.</exception>
    public bool Read()
    {
        try
        {
            if (!reader.Read()) return false;
        }
        catch (CsvFormatException e)
        {
            throw new CsvRefusedException(
                $"The row that begins on line {e.LineNumber + skipped} is longer than {MaxRow / 1024 / 1024} MB: a quotation mark is "
                    + "opened there and never closed. Correct that line and upload the file again.");
        }

        IsTorn = torn.Count > 0 && torn.Remove(reader.LineNumber);
        return true;
    }

    /// <summary>The current row's cells.</summary>
    public string[] Cells() => [.. Enumerable.Range(0, Count).Select(i => reader.GetString(i))];

    public void Dispose()
    {
        reader.Dispose();
        file.Dispose();
    }
}

/// <summary>A file that cannot be read further, with the words for it.</summary>
internal sealed class CsvRefusedException(string message) : Exception(message);
