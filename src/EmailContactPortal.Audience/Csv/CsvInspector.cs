using System.Globalization;
using System.Text.RegularExpressions;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Wording;

namespace EmailContactPortal.Audience.Csv;

/// <summary>Decides how an uploaded file is read, or refuses it with the byte or line and the remedy.</summary>
internal static partial class CsvInspector
{
    private static readonly (byte[] Magic, string What)[] Known =
    [
        ([0x50, 0x4B, 0x03, 0x04], "an Excel workbook (.xlsx) or another zip file"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel workbook (.xls)"),
        ([0x25, 0x50, 0x44, 0x46], "a PDF"),
        ([0x89, 0x50, 0x4E, 0x47], "a PNG picture"),
        ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
        ([0x47, 0x49, 0x46, 0x38], "a GIF picture"),
        ([0x1F, 0x8B], "a gzip file"),
        ([0x7B, 0x5C, 0x72, 0x74, 0x66], "an RTF document"),
    ];

    /// <summary>A file of which more than one byte in so many is no text is no list.</summary>
    private const int BinaryShare = 20;

    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <summary>Reads the whole file once; <paramref name="file"/> must seek.</summary>
    public static async Task<Result<CsvFormat>> InspectAsync(Stream file, CancellationToken cancellationToken)
    {
        if (file.Length == 0) return Problem.Invalid("csv.empty").At("file");
        var head = new byte[(int)Math.Min(file.Length, 64 * 1024)];
        file.Position = 0;
        await file.ReadExactlyAsync(head, cancellationToken);
        foreach (var (magic, what) in Known)
        {
            if (head.AsSpan().StartsWith(magic)) return Problem.Invalid("csv.wrong-type", Words.Of(what), head[0]).At("file");
        }

        if (head.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Text(head, CsvEncodings.Utf16Little, isSuspect: false);
        if (head.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return Text(head, CsvEncodings.Utf16Big, isSuspect: false);

        file.Position = 0;
        var scan = await ByteScan.OfAsync(file, cancellationToken);
        var isUtf8 = scan.NotUtf8.At < 0 || scan.HasUtf8 || head.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]);
        return Refuse(scan, isUtf8) is { } problem
            ? problem
            : Text(head, isUtf8 ? CsvEncodings.Utf8 : CsvEncodings.Windows1252, scan.Controls > 0 || (isUtf8 && scan.NotUtf8.At >= 0));
    }

    /// <summary>The same file read with another encoding or separator, as a person asked.</summary>
    public static async Task<Result<CsvFormat>> InspectAsync(
        Stream file, string encoding, char? delimiter, CancellationToken cancellationToken)
    {
        var head = new byte[(int)Math.Min(file.Length, 64 * 1024)];
        file.Position = 0;
        await file.ReadExactlyAsync(head, cancellationToken);
        var format = Text(head, encoding, isSuspect: true);
        return delimiter is { } d && format.Succeeded ? format.Value with { Delimiter = d } : format;
    }

    private static Problem? Refuse(ByteScan scan, bool isUtf8)
    {
        if (scan.TooLongLine > 0)
        {
            return Problem.Invalid("csv.line-too-long", Number(scan.TooLongLine)).At("file", scan.TooLongLine);
        }

        // A few among much text spoil their rows only.
        if (scan.Controls > 2 && scan.Controls * BinaryShare > scan.Length)
        {
            return Problem
                .Invalid(scan.Control.Value == 0 ? "csv.binary.zero" : "csv.binary", Number(scan.Control.At + 1), scan.Control.Value)
                    .At("file");
        }

        return !isUtf8 && scan.Not1252.At >= 0
            ? Problem.Invalid("csv.encoding.byte", Number(scan.Not1252.At + 1), scan.Not1252.Value, Number(scan.Not1252.Line))
                .At("file", scan.Not1252.Line)
            : null;
    }

    private static Result<CsvFormat> Text(byte[] head, string encoding, bool isSuspect)
    {
        using var reader = new StreamReader(new MemoryStream(head), CsvEncodings.Get(encoding), detectEncodingFromByteOrderMarks: true);
        var text = reader.ReadToEnd().TrimStart('\uFEFF');
        var (skip, said) = (0, (char?)null);
        if (SepLine().Match(text) is { Success: true } line)
        {
            (skip, said) = (1, line.Groups[1].Value[0]);
            text = text[line.Length..];
        }

        if (string.IsNullOrWhiteSpace(text)) return Problem.Invalid("csv.empty.blank").At("file");
        var header = text.TrimStart('\r', '\n', '\uFEFF');
        var first = header[..(header.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? end : header.Length)];
        var isSaid = said is { } sign
            && (Delimiters.Contains(sign)
                || (first.Contains(sign, StringComparison.Ordinal) && !char.IsLetterOrDigit(sign)
                    && sign is not ('"' or ' ' or '@' or '.' or '-' or '_')));
        return new CsvFormat(encoding, isSaid ? said!.Value : Delimiter(header), skip, isSuspect);
    }

    // What Excel writes and reads, also when another program put it into quotation marks or filled the line up with separators.
    [GeneratedRegex("^[ \t]*\"?sep=(.)\"?[,;|\\t \"]*(?:\\r\\n|\\r|\\n|$)", RegexOptions.IgnoreCase)]
    private static partial Regex SepLine();

    // The header row decides: of the usual separators the one seen most often outside quotes.
    private static char Delimiter(string text)
    {
        var counts = new int[Delimiters.Length];
        var quoted = false;
        foreach (var c in text)
        {
            if (c == '"') quoted = !quoted;
            else if (c is '\n' or '\r' && !quoted) break;
            else if (!quoted && Array.IndexOf(Delimiters, c) is >= 0 and var i) counts[i]++;
        }

        return Delimiters[Array.IndexOf(counts, counts.Max())];
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
