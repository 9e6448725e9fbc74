namespace EmailContactPortal.Mail.Smtp.Clients;

/// <summary>
/// The wire as MailKit sees it: what MailKit writes in blocks of 4 kB is gathered until an answer is read; each wait has the time its stage
/// is given. It begins with a greeting of its own, because the server's was read when the connection was dialled.
/// </summary>
internal sealed class WireStream(SmtpWire wire) : Stream
{
    // All but the last piece of a message goes out first: when the connection breaks there, the end surely was not sent.
    internal const int Piece = 64 * 1024;
    private bool _resets;
    private ReadOnlyMemory<byte> _greeting = "220 ready\r\n"u8.ToArray();

    /// <summary>How far the conversation has come: what times out, and whether an end of data may have left.</summary>
    internal SmtpStage Stage
    {
        get;
        set
        {
            field = value;
            _resets = false;
        }
    } = SmtpStage.Hello;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_greeting.IsEmpty)
        {
            var count = Math.Min(buffer.Length, _greeting.Length);
            _greeting[..count].CopyTo(buffer);
            _greeting = _greeting[count..];
            return count;
        }

        // After a refusal MailKit resets the conversation before it says so: a server that is silent then must not keep the answer back.
        _resets |= wire.Output.Span.SequenceEqual("RSET\r\n"u8);
        var stage = _resets ? SmtpStage.Quit : Stage;
        if (wire.Output.Length > 0)
            await wire.FlushAsync(stage, cancellationToken);
        return await wire.ReadAsync(buffer, stage, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        wire.Output.Write(buffer.Span);
        return Stage == SmtpStage.Body && wire.Output.Length >= 2 * Piece
            ? wire.FlushAsync(SmtpStage.Body, cancellationToken)
            : ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // Whoever asks for something reads the answer next: what was written leaves then, in one piece.
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
