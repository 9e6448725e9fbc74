using System.Text;

namespace EmailContactPortal.Mail.Parsing;

/// <summary>
/// Reads a message (RFC 5322, RFC 2045 to 2047) into parts. It never throws on bad mail: what cannot be understood stays plain text.
/// </summary>
public static class MessageParser
{
    private const int MaxDepth = 20;
    private const int MaxParts = 500;
    private const int MaxHeaders = 1000;

    /// <summary>Parses the bytes as they came over SMTP, dot-stuffing undone.</summary>
    public static MessagePart Parse(ReadOnlySpan<byte> message)
    {
        var budget = MaxParts;
        return ParsePart(message, ContentType.Default, 0, ref budget);
    }

    private static MessagePart ParsePart(ReadOnlySpan<byte> part, ContentType fallback, int depth, ref int budget)
    {
        budget--;
        var headers = ReadHeaders(part, out var bodyStart);
        var body = part[bodyStart..];
        var written = headers.FirstOrDefault(h => h.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))?.Value;
        var type = written is null ? fallback : ContentType.Parse(written);
        var encoding = headers.FirstOrDefault(h => h.Name.Equals("Content-Transfer-Encoding", StringComparison.OrdinalIgnoreCase))?.Value;
        if (depth < MaxDepth && type.MediaType.StartsWith("multipart/", StringComparison.Ordinal) && type.Parameter("boundary") is { Length: > 0 } boundary)
        {
            var inner = type.MediaType == "multipart/digest" ? new ContentType("message/rfc822", ContentType.Default.Parameters) : ContentType.Default;
            return new MessagePart(headers, type, [], ParseChildren(body, boundary, inner, depth, ref budget));
        }

        var content = TransferDecoding.Decode(body, encoding);
        var isMessage = depth < MaxDepth && budget > 0 && type.MediaType is "message/rfc822" or "message/global";
        return new MessagePart(headers, type, content, isMessage ? [ParsePart(content, ContentType.Default, depth + 1, ref budget)] : []);
    }

    private static List<MessagePart> ParseChildren(ReadOnlySpan<byte> body, string boundary, ContentType fallback, int depth, ref int budget)
    {
        var children = new List<MessagePart>();
        var delimiter = Encoding.UTF8.GetBytes("--" + boundary);
        var (position, start) = (0, -1);
        while (position < body.Length && budget > 0)
        {
            var lineEnd = body[position..].IndexOf((byte)'\n') is var n and >= 0 ? position + n + 1 : body.Length;
            var line = body[position..lineEnd].TrimEnd("\r\n \t"u8);
            var isDelimiter = line.StartsWith(delimiter) && (line.Length == delimiter.Length || line[delimiter.Length..].SequenceEqual("--"u8));
            if (isDelimiter)
            {
                if (start >= 0) children.Add(ParsePart(TrimLineBreak(body[start..position]), fallback, depth + 1, ref budget));
                start = lineEnd;
                if (line.Length > delimiter.Length) return children;
            }

            position = lineEnd;
        }

        if (start >= 0 && start < body.Length && budget > 0) children.Add(ParsePart(body[start..], fallback, depth + 1, ref budget));
        return children;
    }

    // The line break before a delimiter belongs to the delimiter (RFC 2046 5.1.1).
    private static ReadOnlySpan<byte> TrimLineBreak(ReadOnlySpan<byte> content)
    {
        if (content.EndsWith("\r\n"u8)) return content[..^2];
        return content.EndsWith("\n"u8) ? content[..^1] : content;
    }

    private static List<HeaderField> ReadHeaders(ReadOnlySpan<byte> part, out int bodyStart)
    {
        var headers = new List<HeaderField>();
        bodyStart = 0;
        while (bodyStart < part.Length)
        {
            var end = part[bodyStart..].IndexOf((byte)'\n') is var n and >= 0 ? bodyStart + n + 1 : part.Length;
            var line = Encoding.UTF8.GetString(part[bodyStart..end]).TrimEnd('\r', '\n');
            if (line.Length == 0)
            {
                bodyStart = end;
                return headers;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line[0] is ' ' or '\t' && headers.Count > 0) headers[^1] = headers[^1] with { Value = (headers[^1].Value + " " + line.Trim()).Trim() };
            else if (colon > 0 && headers.Count < MaxHeaders && !line.AsSpan(0, colon).ContainsAny(' ', '\t')) headers.Add(new HeaderField(line[..colon], line[(colon + 1)..].Trim()));
            else if (colon <= 0) return headers;
            bodyStart = end;
        }

        return headers;
    }
}
