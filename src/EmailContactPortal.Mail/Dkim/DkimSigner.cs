using System.Security.Cryptography;
using System.Text;
using EmailContactPortal.Mail.Encodings;

namespace EmailContactPortal.Mail.Dkim;

/// <summary>A key under the selector that its DNS record has.</summary>
public sealed record DkimSelector(string Name, DkimKey Key);

/// <summary>Signs messages of one domain with one key or several (RFC 6376, RFC 8463), relaxed/relaxed.</summary>
public sealed class DkimSigner(string domain, params IReadOnlyList<DkimSelector> selectors)
{
    private static readonly HashSet<string> Signed = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
        "List-Unsubscribe", "List-Unsubscribe-Post", "List-Id", "Feedback-ID", "Auto-Submitted", "In-Reply-To", "References",
    };

    /// <summary>Appends one DKIM-Signature header per key to the output; they go before the message.</summary>
    public void Sign(ReadOnlySpan<byte> message, DateTimeOffset time, MessageBuffer output)
    {
        var headersEnd = message.IndexOf("\r\n\r\n"u8);
        if (headersEnd < 0)
            throw new FormatException("The message has no end of headers.");

        var bodyHash = Convert.ToBase64String(RelaxedBody.Hash(message[(headersEnd + 4)..]));
        using var canonical = new MessageBuffer(headersEnd + 1024);
        var names = new StringBuilder();
        WriteHeaders(message[..(headersEnd + 2)], canonical, names);
        // "from" once more, so that nobody can add a second one that is shown instead (RFC 6376 8.15).
        names.Append("from");

        var headersLength = canonical.Length;
        foreach (var selector in selectors)
        {
            var start = output.Length;
            output.Write($"DKIM-Signature: v=1; a={selector.Key.Algorithm}; c=relaxed/relaxed; d={domain};\r\n");
            output.Write($" s={selector.Name}; t={time.ToUnixTimeSeconds()};\r\n h={names};\r\n bh={bodyHash};\r\n b=");
            canonical.Truncate(headersLength);
            RelaxedHeader.Write(output.Span[start..], canonical);
            var signature = selector.Key.SignHash(SHA256.HashData(canonical.Span[..^2]));
            WriteFolded(Convert.ToBase64String(signature), output);
        }
    }

    /// <summary>Signs a finished message and puts the signatures in front of it, in the same buffer.</summary>
    public void Sign(MessageBuffer message, DateTimeOffset time)
    {
        using var signatures = new MessageBuffer(2048);
        Sign(message.Span, time, signatures);
        message.Prepend(signatures.Span);
    }

    private static void WriteHeaders(ReadOnlySpan<byte> headers, MessageBuffer canonical, StringBuilder names)
    {
        var lineLength = 3;
        while (!headers.IsEmpty)
        {
            var end = EndOfHeader(headers);
            var header = headers[..end];
            headers = headers[end..];
            var name = Encoding.ASCII.GetString(header[..Math.Max(header.IndexOf((byte)':'), 0)]);
            if (!Signed.Contains(name))
                continue;

            RelaxedHeader.Write(header, canonical);
            if (lineLength + name.Length > 70)
            {
                names.Append("\r\n  ");
                lineLength = 2;
            }

            names.Append(name.ToLowerInvariant()).Append(':');
            lineLength += name.Length + 1;
        }
    }

    private static int EndOfHeader(ReadOnlySpan<byte> headers)
    {
        for (var at = 0; ;)
        {
            var end = headers[at..].IndexOf("\r\n"u8);
            if (end < 0)
                return headers.Length;
            at += end + 2;
            if (at >= headers.Length || headers[at] is not ((byte)' ' or (byte)'\t'))
                return at;
        }
    }

    private static void WriteFolded(string signature, MessageBuffer output)
    {
        for (var i = 0; i < signature.Length; i += 72)
        {
            if (i > 0)
                output.Write("\r\n "u8);
            output.Write(signature.AsSpan(i, Math.Min(72, signature.Length - i)));
        }

        output.Write("\r\n"u8);
    }
}
