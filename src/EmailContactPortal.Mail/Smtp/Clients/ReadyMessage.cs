using MimeKit;

namespace EmailContactPortal.Mail.Smtp.Clients;

/// <summary>
/// A message whose bytes are finished, in the form MailKit sends: one header that is all of them, and a body that waits until it may leave.
/// One object serves a connection for all its messages.
/// </summary>
internal sealed class ReadyMessage : IDisposable
{
    private readonly ReadyBody _body = new();

    internal ReadyMessage(WireStream stream)
    {
        Mime = new MimeMessage(Enumerable.Empty<Header>()) { Body = _body };
        _body.Stream = stream;
        Options = FormatOptions.Default.Clone();
        // What MimeKit would add is in the finished header.
        Options.HiddenHeaders.Add(HeaderId.MimeVersion);
        Options.HiddenHeaders.Add(HeaderId.ContentType);
        Options.HiddenHeaders.Add(HeaderId.ContentTransferEncoding);
    }

    internal MimeMessage Mime { get; }

    internal FormatOptions Options { get; }

    internal SmtpMessage Current { get; private set; }

    /// <summary>True when the server waits for the message; false when the attempt ended before.</summary>
    internal Task<bool> Entered => _body.Entered.Task;

    /// <summary>Takes the next message.</summary>
    internal void Load(SmtpMessage message)
    {
        Current = message;
        var content = message.Content;
        var end = content.Span.IndexOf("\r\n\r\n"u8);
        var header = end < 0 ? content : content[..(end + 2)];
        if (Mime.Headers.Count == 0)
            Mime.Headers.Add(new ReadyHeader(header.ToArray()));
        else
            Mime.Headers[0] = new ReadyHeader(header.ToArray());
        _body.Load(end < 0 ? default : content[(end + 4)..], message.Envelope.IsEightBit || message.Envelope.NeedsSmtpUtf8);
    }

    /// <summary>Lets the body leave.</summary>
    internal void Release() => _body.Released.TrySetResult();

    /// <summary>Ends what still waits.</summary>
    internal void End()
    {
        _body.Entered.TrySetResult(false);
        _body.Released.TrySetCanceled();
    }

    public void Dispose() => Mime.Dispose();

    /// <summary>A field that MimeKit cannot understand is written as it is: the whole finished header.</summary>
    private sealed class ReadyHeader(byte[] bytes) : Header(ParserOptions.Default, bytes, 0, [], invalid: true);

    private sealed class ReadyBody : MimePart
    {
        private ReadOnlyMemory<byte> _content;

        internal WireStream? Stream { get; set; }

        internal TaskCompletionSource<bool> Entered { get; private set; } = new();

        internal TaskCompletionSource Released { get; private set; } = new();

        internal void Load(ReadOnlyMemory<byte> content, bool isEightBit)
        {
            _content = content;
            (Entered, Released) = (new TaskCompletionSource<bool>(), new TaskCompletionSource());
            var encoding = isEightBit ? ContentEncoding.EightBit : ContentEncoding.SevenBit;
            if (ContentTransferEncoding != encoding)
                ContentTransferEncoding = encoding;
        }

        public override async Task WriteToAsync(
            FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default)
        {
            Entered.TrySetResult(true);
            await Released.Task;
            Stream!.Stage = SmtpStage.Body;
            // FilteredStream hands all it is given through at once: pieces keep what it copies small.
            for (var rest = _content; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, WireStream.Piece)..])
                await stream.WriteAsync(rest[..Math.Min(rest.Length, WireStream.Piece)], cancellationToken);
            Stream.Stage = SmtpStage.EndOfData;
        }
    }
}
