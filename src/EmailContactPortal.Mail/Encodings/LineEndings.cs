using System.Text;

namespace EmailContactPortal.Mail.Encodings;

/// <summary>Brings CR, LF and CRLF to the one line end that mail has (RFC 5322 2.3).</summary>
internal static class LineEndings
{
    internal static void WriteNormalized(ReadOnlySpan<byte> text, MessageBuffer output)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOfAny((byte)'\r', (byte)'\n');
            if (end < 0)
            {
                output.Write(text);
                return;
            }

            output.Write(text[..end]);
            output.Write("\r\n"u8);
            text = text[(end + (text[end..].StartsWith("\r\n"u8) ? 2 : 1))..];
        }
    }

    internal static byte[] Normalize(ReadOnlySpan<byte> text)
    {
        using var buffer = new MessageBuffer(text.Length + 64);
        WriteNormalized(text, buffer);
        return buffer.ToArray();
    }

    internal static string Normalize(string text) => Encoding.UTF8.GetString(Normalize(Encoding.UTF8.GetBytes(text)));
}
