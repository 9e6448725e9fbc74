using EmailContactPortal.Mail.Encodings;

namespace EmailContactPortal.Mail.Smtp.Pipelined;

/// <summary>The transparency of DATA: a dot before every line that begins with one, and the final dot (RFC 5321 4.5.2).</summary>
internal static class DotStuffing
{
    internal static void Write(ReadOnlySpan<byte> message, MessageBuffer output)
    {
        if (message.StartsWith("."u8))
            output.Write("."u8);
        while (true)
        {
            // A bare LF counts as a line end here: a server that takes it as one must not see a lone dot (SMTP smuggling).
            var dot = message.IndexOf("\n."u8);
            if (dot < 0)
                break;
            output.Write(message[..(dot + 1)]);
            output.Write("."u8);
            message = message[(dot + 1)..];
            output.Write(message[..1]);
            message = message[1..];
        }

        output.Write(message);
        var end = output.Span;
        if (!end.EndsWith("\r\n"u8))
            output.Write("\r\n"u8);
        output.Write(".\r\n"u8);
    }
}
