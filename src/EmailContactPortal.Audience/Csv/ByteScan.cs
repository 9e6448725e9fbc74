using System.Text;
using System.Text.Unicode;

namespace EmailContactPortal.Audience.Csv;

/// <summary>Looks at every byte of a file once and remembers what decides how, or whether, it can be read as text.</summary>
internal sealed class ByteScan
{
    /// <summary>A line longer than this is not a row of people.</summary>
    public const int MaxLine = 1024 * 1024;

    private const string UndefinedIn1252 = "\u0081\u008D\u008F\u0090\u009D";
    private int lineLength;

    /// <summary>Bytes seen.</summary>
    public long Length { get; private set; }

    /// <summary>1-based line of the last byte.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>The line that is longer than <see cref="MaxLine"/>, or 0.</summary>
    public int TooLongLine { get; private set; }

    /// <summary>0-based place and value of the first byte that no text has, or -1.</summary>
    public (long At, byte Value) Control { get; private set; } = (-1, 0);

    /// <summary>How many such bytes there are.</summary>
    public long Controls { get; private set; }

    /// <summary>Whether it has characters of several bytes that are good UTF-8: no other encoding has them by chance.</summary>
    public bool HasUtf8 { get; private set; }

    /// <summary>Whether the rows must be looked through for characters that do not belong there.</summary>
    public bool IsSuspect => Controls > 0 || (HasUtf8 && NotUtf8.At >= 0);

    /// <summary>0-based place, value and line of the first byte that is not UTF-8, or -1.</summary>
    public (long At, byte Value, int Line) NotUtf8 { get; private set; } = (-1, 0, 0);

    /// <summary>0-based place, value and line of the first byte that is not Windows-1252 either, or -1.</summary>
    public (long At, byte Value, int Line) Not1252 { get; private set; } = (-1, 0, 0);

    /// <summary>Reads the stream to its end.</summary>
    public static async Task<ByteScan> OfAsync(Stream file, CancellationToken cancellationToken)
    {
        var scan = new ByteScan();
        var buffer = new byte[128 * 1024];
        var carried = 0;
        int read;
        while ((read = await file.ReadAsync(buffer.AsMemory(carried), cancellationToken)) > 0)
        {
            var filled = carried + read;
            var whole = filled - IncompleteTail(buffer.AsSpan(0, filled));
            scan.Add(buffer.AsSpan(0, whole));
            buffer.AsSpan(whole, filled - whole).CopyTo(buffer);
            carried = filled - whole;
            if (scan.TooLongLine > 0) return scan;
        }

        scan.Add(buffer.AsSpan(0, carried));
        return scan;
    }

    // A character may be cut by the end of the buffer: its first bytes wait for the next round.
    private static int IncompleteTail(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var b = bytes[^back];
            if ((b & 0xC0) == 0x80) continue;
            var needs = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC0 ? 2 : 1;
            return needs > back ? back : 0;
        }

        return 0;
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        var isValid = Utf8.IsValid(bytes);
        if (isValid && !HasUtf8) HasUtf8 = bytes.ContainsAnyExceptInRange((byte)0, (byte)127);
        if (!isValid && (NotUtf8.At < 0 || !HasUtf8)) FindNotUtf8(bytes);
        var no1252 = NotUtf8.At >= 0 && Not1252.At < 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var b = bytes[i];
            if (b == '\n')
            {
                Line++;
                lineLength = 0;
                continue;
            }

            if (++lineLength > MaxLine && TooLongLine == 0) TooLongLine = Line;
            if (b < 32 && b is not ((byte)'\t' or (byte)'\r' or 0x0C or 0x1A) && Controls++ == 0) Control = (Length + i, b);
            if (no1252 && Not1252.At < 0 && b > 127 && Length + i >= NotUtf8.At
                && UndefinedIn1252.Contains((char)b, StringComparison.Ordinal)) Not1252 = (Length + i, b, Line);
        }

        Length += bytes.Length;
    }

    private void FindNotUtf8(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length && (NotUtf8.At < 0 || !HasUtf8);)
        {
            var ascii = bytes[at..].IndexOfAnyExceptInRange((byte)0, (byte)127);
            if (ascii < 0) return;
            at += ascii;
            if (Rune.DecodeFromUtf8(bytes[at..], out _, out var used) == System.Buffers.OperationStatus.Done) HasUtf8 = true;
            else if (NotUtf8.At < 0) NotUtf8 = (Length + at, bytes[at], Line + bytes[..at].Count((byte)'\n'));
            at += Math.Max(1, used);
        }
    }
}
