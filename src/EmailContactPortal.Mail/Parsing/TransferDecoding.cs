using System.Text;

namespace EmailContactPortal.Mail.Parsing;

/// <summary>Undoes content transfer encodings (RFC 2045 6), forgiving what real mail gets wrong.</summary>
internal static class TransferDecoding
{
    public static byte[] Decode(ReadOnlySpan<byte> content, string? encoding) => encoding?.Trim().ToLowerInvariant() switch
    {
        "base64" => DecodeBase64(content),
        "quoted-printable" => DecodeQuotedPrintable(content),
        _ => content.ToArray(),
    };

    private static byte[] DecodeBase64(ReadOnlySpan<byte> content)
    {
        var clean = new StringBuilder(content.Length);
        foreach (var b in content)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'+' or (byte)'/') clean.Append((char)b);
        }

        clean.Length -= clean.Length % 4 == 1 ? 1 : 0;
        clean.Append('=', (4 - (clean.Length % 4)) % 4);
        return Convert.FromBase64String(clean.ToString());
    }

    private static byte[] DecodeQuotedPrintable(ReadOnlySpan<byte> content)
    {
        var result = new byte[content.Length];
        var length = 0;
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] != (byte)'=')
            {
                result[length++] = content[i];
                continue;
            }

            // A soft line break may have trailing white space (RFC 2045 6.7 rule 3).
            var end = i + 1;
            while (end < content.Length && content[end] is (byte)' ' or (byte)'\t') end++;
            if (end >= content.Length) break;
            if (content[end] is (byte)'\r' or (byte)'\n')
            {
                i = content[end] == '\r' && end + 1 < content.Length && content[end + 1] == '\n' ? end + 1 : end;
            }
            else if (i + 2 < content.Length && Hex(content[i + 1]) is var high and >= 0 && Hex(content[i + 2]) is var low and >= 0)
            {
                result[length++] = (byte)((high << 4) | low);
                i += 2;
            }
            else result[length++] = content[i];
        }

        return result[..length];
    }

    private static int Hex(byte b) => char.IsAsciiHexDigit((char)b) ? Convert.ToInt32(((char)b).ToString(), 16) : -1;
}
