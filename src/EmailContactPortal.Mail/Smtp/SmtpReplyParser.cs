using System.Text;

namespace EmailContactPortal.Mail.Smtp;

/// <summary>Reads answers out of received bytes, strictly and within bounds (RFC 5321 4.2, 4.5.3.1.5).</summary>
internal static class SmtpReplyParser
{
    // The RFC's 512 is often overrun by talkative servers; beyond these bounds a server is not one.
    internal const int MaxLine = 4096;
    internal const int MaxReply = 64 * 1024;

    /// <summary>Takes one whole answer; null when more bytes are needed. Throws <see cref="FormatException"/> on anything else.</summary>
    internal static SmtpReply? TryParse(ReadOnlySpan<byte> received, out int consumed)
    {
        consumed = 0;
        var code = 0;
        StringBuilder? lines = null;
        while (true)
        {
            var rest = received[consumed..];
            var end = rest.IndexOf((byte)'\n');
            if (end < 0 ? rest.Length > MaxLine : end > MaxLine)
                throw new FormatException("The server's answer has a line that is too long.");
            if (consumed > MaxReply)
                throw new FormatException("The server's answer is too long.");
            if (end < 0)
                return null;
            if (end == 0 || rest[end - 1] != '\r')
                throw new FormatException("The server's answer has a bare line feed.");

            var (lineCode, isLast) = ParseLine(rest[..(end - 1)], out var text);
            if (code != 0 && lineCode != code)
                throw new FormatException("The server's answer changes its code between lines.");
            code = lineCode;
            consumed += end + 1;
            if (isLast)
                return SmtpReply.Create(code, lines is null ? text : lines.Append(text).ToString());

            lines ??= new StringBuilder();
            lines.Append(text).Append('\n');
        }
    }

    private static (int Code, bool IsLast) ParseLine(ReadOnlySpan<byte> line, out string text)
    {
        if (line.Length < 3 || line[0] is < (byte)'2' or > (byte)'5' || line[1] is < (byte)'0' or > (byte)'9'
            || line[2] is < (byte)'0' or > (byte)'9'
            || line.Length > 3 && line[3] is not ((byte)' ' or (byte)'-'))
            throw new FormatException(
                $"The server's answer is not SMTP: \"{SmtpReply.Create(0, TextOf(line[..Math.Min(line.Length, 80)])).Text}\".");

        text = line.Length > 4 ? TextOf(line[4..]) : "";
        return ((line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0', line.Length == 3 || line[3] == ' ');
    }

    private static string TextOf(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
