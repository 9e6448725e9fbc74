using EmailContactPortal.Mail.Encodings;

namespace EmailContactPortal.Mail.Dkim;

/// <summary>The relaxed form of headers that signatures are made over (RFC 6376 3.4.2).</summary>
internal static class RelaxedHeader
{
    internal static void Write(ReadOnlySpan<byte> header, MessageBuffer output)
    {
        var colon = header.IndexOf((byte)':');
        foreach (var b in header[..colon].TrimEnd(" \t"u8))
            output.Write(b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b);
        output.Write(":"u8);
        WriteCollapsed(header[(colon + 1)..].Trim(" \t\r\n"u8), output);
        output.Write("\r\n"u8);
    }

    private static void WriteCollapsed(ReadOnlySpan<byte> text, MessageBuffer output)
    {
        var wasBlank = false;
        foreach (var b in text)
        {
            if (b is (byte)'\r' or (byte)'\n')
                continue;
            var isBlank = b is (byte)' ' or (byte)'\t';
            if (!isBlank)
                output.Write(b);
            else if (!wasBlank)
                output.Write(" "u8);
            wasBlank = isBlank;
        }
    }
}
