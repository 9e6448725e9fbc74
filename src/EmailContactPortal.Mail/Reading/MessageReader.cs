using MimeKit;

namespace EmailContactPortal.Mail.Reading;

/// <summary>
/// Reads messages that come from outside with MimeKit, within bounds that are set before it sees them: its costs grow with the square of
/// some of them. Never throws on bad mail: what is no header is text.
/// </summary>
public static class MessageReader
{
    private static ReadOnlySpan<byte> NoHeader => "\r\n"u8;

    /// <summary>Reads a whole message, as it came over SMTP with its dots unstuffed.</summary>
    public static MimeMessage Read(ReadOnlyMemory<byte> message, ReadingBounds bounds, CancellationToken cancellationToken)
    {
        var within = HeaderCut.Apply(message, bounds);
        try
        {
            return Parse(within, bounds, cancellationToken);
        }
        catch (FormatException)
        {
            return Parse((byte[])[.. NoHeader, .. within.Span], bounds, cancellationToken);
        }
    }

    /// <summary>Reads the header alone, its fields in order; none when there is no header.</summary>
    public static HeaderList ReadHeader(ReadOnlyMemory<byte> message, ReadingBounds bounds, CancellationToken cancellationToken)
    {
        var within = HeaderCut.Apply(HeaderOf(message), bounds);
        try
        {
            using var input = new BoundedInput(within);
            return new BoundedParser(input, bounds).ParseHeaders(cancellationToken);
        }
        catch (FormatException)
        {
            return [];
        }
    }

    private static MimeMessage Parse(ReadOnlyMemory<byte> message, ReadingBounds bounds, CancellationToken cancellationToken)
    {
        using var input = new BoundedInput(message);
        return new BoundedParser(input, bounds).ParseMessage(cancellationToken);
    }

    // A body may be large, and is not needed.
    private static ReadOnlyMemory<byte> HeaderOf(ReadOnlyMemory<byte> message)
    {
        var all = message.Span;
        var (crlf, lf) = (all.IndexOf("\r\n\r\n"u8), all.IndexOf("\n\n"u8));
        var end = crlf >= 0 && (lf < 0 || crlf < lf) ? crlf + 4 : lf >= 0 ? lf + 2 : all.Length;
        return message[..end];
    }

    /// <summary>Says that the message has ended when it has had as many parts as are read.</summary>
    private sealed class BoundedParser(BoundedInput input, ReadingBounds bounds)
        : MimeParser(new ParserOptions { MaxMimeDepth = bounds.MaxDepth }, input, MimeFormat.Entity)
    {
        private int _parts;

        protected override void OnMimeEntityBegin(MimeEntityBeginEventArgs args)
        {
            if (++_parts >= bounds.MaxParts)
                input.IsEnded = true;
            base.OnMimeEntityBegin(args);
        }
    }

    private sealed class BoundedInput(ReadOnlyMemory<byte> bytes) : Stream
    {
        private int _position;

        internal bool IsEnded { get; set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var count = IsEnded ? 0 : Math.Min(buffer.Length, bytes.Length - _position);
            bytes.Span.Slice(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
