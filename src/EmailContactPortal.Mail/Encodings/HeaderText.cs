using System.Buffers;

namespace EmailContactPortal.Mail.Encodings;

/// <summary>
/// Writes header values so that no input can end the header: folded, encoded, without control characters (RFC 5322 2.2.3).
/// </summary>
internal static class HeaderText
{
    private const int MaxLine = 76;
    private const int MaxPlainWord = 60;
    private const int HardLimit = 990;
    private static readonly SearchValues<byte> Printable = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (byte)c)]);
    private static readonly SearchValues<byte> PhraseText = SearchValues.Create(
        " abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~"u8);

    /// <summary>Writes free text such as a subject.</summary>
    internal static void WriteText(ReadOnlySpan<byte> raw, MessageBuffer output, ref int column)
    {
        using var clean = new MessageBuffer(raw.Length + 16);
        var text = Clean(raw, clean);
        if (!IsPlain(text))
        {
            EncodedWords.Write(text, output, ref column);
            return;
        }

        WriteFolded(text, output, ref column);
    }

    /// <summary>Writes a name and an address; the name as atoms, quoted or in encoded words (RFC 5322 3.2.5).</summary>
    internal static void WriteMailbox(ReadOnlySpan<byte> rawName, ReadOnlySpan<byte> rawAddress, MessageBuffer output, ref int column)
    {
        using var clean = new MessageBuffer(rawName.Length + 16);
        var name = Clean(rawName, clean);
        if (!name.IsEmpty)
        {
            WritePhrase(name, output, ref column);
            if (column + rawAddress.Length + 3 > MaxLine)
            {
                output.Write("\r\n"u8);
                column = 0;
            }

            output.Write(" "u8);
            column++;
        }

        var start = output.Length;
        if (!name.IsEmpty)
            output.Write("<"u8);
        foreach (var b in rawAddress)
            if (b >= 0x20 && b != 0x7F && (rawAddress[0] == '"' || !" <>,;"u8.Contains(b)))
                output.Write(b);
        if (!name.IsEmpty)
            output.Write(">"u8);
        column += output.Length - start;
    }

    /// <summary>Writes a value whose syntax the caller knows (ids, address lists in angle brackets); folded at blanks only.</summary>
    internal static void WriteRaw(ReadOnlySpan<byte> raw, MessageBuffer output, ref int column)
    {
        using var clean = new MessageBuffer(raw.Length + 16);
        foreach (var b in Clean(raw, clean))
            if (b >= 0x80)
                throw new FormatException("A header of fixed syntax holds a character outside ASCII.");
        WriteFolded(clean.Span, output, ref column);
    }

    private static void WritePhrase(ReadOnlySpan<byte> name, MessageBuffer output, ref int column)
    {
        var start = output.Length;
        if (name.Length > MaxPlainWord || name.IndexOf("=?"u8) >= 0 || name.ContainsAnyExcept(Printable))
        {
            EncodedWords.Write(name, output, ref column);
            return;
        }

        if (!name.ContainsAnyExcept(PhraseText) && name.IndexOf("  "u8) < 0)
            output.Write(name);
        else
        {
            output.Write("\""u8);
            foreach (var b in name)
            {
                if (b is (byte)'"' or (byte)'\\')
                    output.Write("\\"u8);
                output.Write(b);
            }

            output.Write("\""u8);
        }

        column += output.Length - start;
    }

    private static void WriteFolded(ReadOnlySpan<byte> text, MessageBuffer output, ref int column)
    {
        while (!text.IsEmpty)
        {
            var blanks = text.IndexOfAnyExcept((byte)' ');
            var word = text[blanks..].IndexOf((byte)' ');
            var length = word < 0 ? text.Length : blanks + word;
            if (blanks > 0 && column + length > MaxLine)
            {
                output.Write("\r\n"u8);
                column = 0;
            }

            column += length;
            if (column > HardLimit)
                throw new FormatException("A header holds a word longer than a line may be (RFC 5322 2.1.1).");
            output.Write(text[..length]);
            text = text[length..];
        }
    }

    private static bool IsPlain(ReadOnlySpan<byte> text)
    {
        if (text.ContainsAnyExcept(Printable) || text.IndexOf("=?"u8) >= 0)
            return false;

        foreach (var word in text.Split((byte)' '))
            if (text[word].Length > MaxPlainWord)
                return false;
        return true;
    }

    // Control characters, line ends above all, become blanks; outer blanks would not survive the journey.
    private static ReadOnlySpan<byte> Clean(ReadOnlySpan<byte> raw, MessageBuffer scratch)
    {
        foreach (var b in raw.Trim(" \t\r\n"u8))
            scratch.Write(b is < 0x20 or 0x7F ? (byte)' ' : b);
        return scratch.Span.Trim((byte)' ');
    }
}
