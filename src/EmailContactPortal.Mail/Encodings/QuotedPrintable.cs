using System.Buffers;

namespace EmailContactPortal.Mail.Encodings;

/// <summary>The quoted-printable encoding of text (RFC 2045 6.7).</summary>
internal static class QuotedPrintable
{
    // 76 with the "=" of a soft line break.
    internal const int MaxColumn = 75;
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Where(c => c != '=').Select(c => (byte)c)]);

    private static ReadOnlySpan<byte> Hex => "0123456789ABCDEF"u8;

    /// <summary>Encodes a piece of text that continues at <paramref name="column"/>. Any line ends become CRLF.</summary>
    /// <remarks>
    /// A dot or "From " never begins a line, so nothing on the way needs to change the body (SMTP transparency, mbox).
    /// The last blank of a piece is encoded too: the piece behind it may begin with a line end.
    /// </remarks>
    internal static void Encode(ReadOnlySpan<byte> text, MessageBuffer output, ref int column)
    {
        var room = output.GetSpan(text.Length * 4 + 8);
        var at = 0;
        while (!text.IsEmpty)
        {
            var run = text.IndexOfAnyExcept(Plain);
            if (run < 0)
                run = text.Length;
            if (run > 0 && text[run - 1] == ' ' && EndsLine(text, run))
                run--;

            if (run > 0 && !(column == 0 && IsAlteredAtLineStart(text)))
            {
                var take = Math.Min(run, MaxColumn - column);
                text[..take].CopyTo(room[at..]);
                at += take;
                column += take;
                text = text[take..];
                if (take < run)
                    SoftBreak(room, ref at, ref column);
            }
            else if (text[0] is (byte)'\r' or (byte)'\n')
            {
                room[at++] = (byte)'\r';
                room[at++] = (byte)'\n';
                column = 0;
                text = text[(text.StartsWith("\r\n"u8) ? 2 : 1)..];
            }
            else
            {
                var isPlainTab = text[0] == '\t' && !EndsLine(text, 1);
                if (column + (isPlainTab ? 1 : 3) > MaxColumn)
                    SoftBreak(room, ref at, ref column);
                if (isPlainTab)
                    room[at++] = (byte)'\t';
                else
                    Escape(text[0], room, ref at);
                column += isPlainTab ? 1 : 3;
                text = text[1..];
            }
        }

        output.Advance(at);
    }

    private static void Escape(byte value, Span<byte> room, ref int at)
    {
        room[at++] = (byte)'=';
        room[at++] = Hex[value >> 4];
        room[at++] = Hex[value & 15];
    }

    private static void SoftBreak(Span<byte> room, ref int at, ref int column)
    {
        "=\r\n"u8.CopyTo(room[at..]);
        at += 3;
        column = 0;
    }

    private static bool EndsLine(ReadOnlySpan<byte> text, int at) =>
        at == text.Length || text[at] is (byte)'\r' or (byte)'\n';

    private static bool IsAlteredAtLineStart(ReadOnlySpan<byte> text) =>
        text[0] == '.' || text.StartsWith("From "u8);
}
