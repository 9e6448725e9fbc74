using System.Text;

namespace EmailContactPortal.Audience.Csv;

/// <summary>
/// Finds where the header of a file begins: after byte-order marks, of which some programs write two, and after Excel's line with the
/// separator. The reader begins there, so that neither becomes a part of the first column's name.
/// </summary>
internal static class CsvStart
{
    private const int Farthest = 4096;

    /// <summary>Moves the file there.</summary>
    public static void MoveTo(Stream file, CsvFormat format)
    {
        file.Position = 0;
        var head = new byte[(int)Math.Min(file.Length, Farthest)];
        file.ReadExactly(head);
        var unit = format.Encoding is CsvEncodings.Utf16Little or CsvEncodings.Utf16Big ? 2 : 1;
        var mark = (format.Encoding == CsvEncodings.Windows1252 ? Encoding.UTF8 : CsvEncodings.Get(format.Encoding)).GetBytes("\uFEFF");
        var at = AfterMarks(head, 0, mark);
        for (var line = 0; line < format.SkipLines; line++)
            at = AfterMarks(head, AfterLine(head, at, unit, format.Encoding == CsvEncodings.Utf16Big), mark);
        file.Position = at;
    }

    private static int AfterMarks(ReadOnlySpan<byte> head, int at, ReadOnlySpan<byte> mark)
    {
        while (head[at..].StartsWith(mark)) at += mark.Length;
        return at;
    }

    private static int AfterLine(ReadOnlySpan<byte> head, int at, int unit, bool isBigEndian)
    {
        for (; at + unit <= head.Length; at += unit)
        {
            var c = Character(head, at, unit, isBigEndian);
            if (c == '\n') return at + unit;
            if (c == '\r') return at + (Character(head, at + unit, unit, isBigEndian) == '\n' ? 2 * unit : unit);
        }

        return head.Length;
    }

    private static int Character(ReadOnlySpan<byte> head, int at, int unit, bool isBigEndian)
    {
        if (at + unit > head.Length) return -1;
        return unit == 1 ? head[at] : isBigEndian ? (head[at] << 8) | head[at + 1] : (head[at + 1] << 8) | head[at];
    }
}
