using System.Buffers.Text;

namespace EmailContactPortal.Mail.Encodings;

/// <summary>International text in headers as encoded words of at most 75 characters (RFC 2047).</summary>
internal static class EncodedWords
{
    private const int Overhead = 12;
    private const int MaxLine = 76;
    private const int MaxWord = 75;

    private static ReadOnlySpan<byte> Hex => "0123456789ABCDEF"u8;

    /// <summary>Writes the text as encoded words, folded; <paramref name="column"/> is where the line stands.</summary>
    internal static void Write(ReadOnlySpan<byte> text, MessageBuffer output, ref int column)
    {
        var isFirst = true;
        while (!text.IsEmpty)
        {
            if (!isFirst)
                Fold(output, ref column);
            var room = Math.Min(MaxWord, MaxLine - column) - Overhead;
            // A header name so long that nothing fits behind it: begin on the next line.
            if (room < 12)
            {
                Fold(output, ref column);
                room = MaxWord - Overhead - 1;
            }

            var word = Take(text, room, out var isQ);
            Write(text[..word], isQ, output, ref column);
            text = text[word..];
            isFirst = false;
        }
    }

    private static void Fold(MessageBuffer output, ref int column)
    {
        output.Write("\r\n "u8);
        column = 1;
    }

    // As many whole characters as fit in whichever of the two encodings holds more: a character must not be cut (RFC 2047 5).
    private static int Take(ReadOnlySpan<byte> text, int room, out bool isQ)
    {
        var (q, fitsQ, fitsB) = (0, 0, 0);
        for (var i = 0; i < text.Length;)
        {
            var next = i + 1;
            while (next < text.Length && (text[next] & 0xC0) == 0x80)
                next++;
            for (var k = i; k < next; k++)
                q += IsPlain(text[k]) ? 1 : 3;
            var b = (next + 2) / 3 * 4;
            if (q > room && b > room)
                break;
            if (q <= room)
                fitsQ = next;
            if (b <= room)
                fitsB = next;
            i = next;
        }

        isQ = fitsQ >= fitsB;
        // Bytes that are no UTF-8 could make a "character" of any length; cut those where they fit.
        return Math.Max(Math.Max(fitsQ, fitsB), Math.Min(text.Length, 1));
    }

    private static void Write(ReadOnlySpan<byte> word, bool isQ, MessageBuffer output, ref int column)
    {
        var start = output.Length;
        output.Write(isQ ? "=?utf-8?Q?"u8 : "=?utf-8?B?"u8);
        if (isQ)
            WriteQ(word, output);
        else
        {
            Base64.EncodeToUtf8(word, output.GetSpan((word.Length + 2) / 3 * 4), out _, out var written);
            output.Advance(written);
        }

        output.Write("?="u8);
        column += output.Length - start;
    }

    private static void WriteQ(ReadOnlySpan<byte> word, MessageBuffer output)
    {
        foreach (var b in word)
        {
            if (IsPlain(b))
                output.Write(b == ' ' ? (byte)'_' : b);
            else
                output.Write([(byte)'=', Hex[b >> 4], Hex[b & 15]]);
        }
    }

    // The narrow set of RFC 2047 5 (3), right in phrases and in text.
    private static bool IsPlain(byte b) => b == ' ' || char.IsAsciiLetterOrDigit((char)b) || "!*+-/"u8.Contains(b);
}
