using EmailContactPortal.Mail.Encodings;

namespace EmailContactPortal.Mail.Mime;

/// <summary>One body with its transfer encoding decided: everything but the values is encoded beforehand.</summary>
internal abstract class BodyPart(string transferEncoding)
{
    /// <summary>The word for Content-Transfer-Encoding.</summary>
    internal string TransferEncoding { get; } = transferEncoding;

    /// <summary>Writes the encoded body without a final line end.</summary>
    internal abstract void Write(MessageValues values, MessageBuffer output);

    /// <summary>Takes the shortest encoding that carries the text unharmed through any server.</summary>
    internal static BodyPart Create(TextPattern pattern)
    {
        using var sample = new MessageBuffer();
        foreach (var literal in pattern.Segments.OfType<Segment.Literal>())
            sample.Write(literal.Text);

        if (pattern.IsFixed && IsSevenBitSafe(sample.Span))
            return new FixedBody("7bit", LineEndings.Normalize(sample.Span));

        var escaped = 0;
        foreach (var b in sample.Span)
            escaped += b is (byte)'=' or >= 127 || b < 32 && b is not ((byte)'\r' or (byte)'\n' or (byte)'\t') ? 1 : 0;
        return escaped * 2L > sample.Length * 4L / 10
            ? new Base64Body(pattern)
            : new QuotedPrintableBody(pattern);
    }

    private static bool IsSevenBitSafe(ReadOnlySpan<byte> text)
    {
        if (text.ContainsAnyInRange((byte)0, (byte)8) || text.ContainsAnyInRange((byte)11, (byte)12)
            || text.ContainsAnyInRange((byte)14, (byte)31) || text.ContainsAnyInRange((byte)127, (byte)255))
            return false;
        // "=_" begins every boundary of ours, and no other encoding can make it.
        if (text.IndexOf("=_"u8) >= 0 || text.IndexOf(" \n"u8) >= 0 || text.IndexOf(" \r"u8) >= 0 || text.EndsWith(" "u8)
            || text.Contains((byte)'\t'))
            return false;

        foreach (var range in text.SplitAny("\r\n"u8))
        {
            var line = text[range];
            if (line.Length > 900 || line.StartsWith("."u8) || line.StartsWith("From "u8) || line.StartsWith("--"u8))
                return false;
        }

        return true;
    }

    private sealed class FixedBody(string transferEncoding, byte[] bytes) : BodyPart(transferEncoding)
    {
        internal override void Write(MessageValues values, MessageBuffer output) => output.Write(bytes);
    }
}
