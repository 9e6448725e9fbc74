using System.Net.Security;
using System.Net.Sockets;
using EmailContactPortal.Mail.Encodings;

namespace EmailContactPortal.Mail.Smtp;

/// <summary>
/// The bytes between us and a server: what goes out is gathered and leaves in one write, what comes in is bounded in time and size.
/// </summary>
internal sealed class SmtpWire(Stream stream, SmtpTimeouts timeouts, ISmtpTranscript? transcript) : IAsyncDisposable
{
    private readonly MessageBuffer _received = new(4096);
    private CancellationTokenSource _timer = new();
    private Stream _stream = stream;
    private int _read;
    private int _unanswered;

    /// <summary>What goes out with the next <see cref="FlushAsync"/>.</summary>
    internal MessageBuffer Output { get; } = new(32 * 1024);

    /// <summary>What protects the connection; null while nothing does.</summary>
    internal SmtpEncryption? Encryption { get; private set; }

    internal bool IsEncrypted => Encryption is not null;

    /// <summary>True when the server said something nobody asked for yet.</summary>
    internal bool HasUnread => _read < _received.Length;

    /// <summary>Sends all output, or its first <paramref name="length"/> bytes.</summary>
    internal async ValueTask FlushAsync(SmtpStage stage, CancellationToken cancellationToken, int start = 0, int length = -1)
    {
        var bytes = Output.Memory.Slice(start, length < 0 ? Output.Length - start : length);
        transcript?.Sent(stage, bytes.Span);
        _unanswered = 0;
        var limit = Limit(stage == SmtpStage.EndOfData ? timeouts.DataBlock : timeouts.For(stage));
        try
        {
            using var link = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), limit);
            await _stream.WriteAsync(bytes, limit.Token);
            if (IsEncrypted)
                await _stream.FlushAsync(limit.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            throw Broken(stage, e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Silent(stage);
        }

        if (length < 0)
            Output.Clear();
    }

    /// <summary>Waits for the next answer.</summary>
    internal async ValueTask<SmtpReply> ReadAsync(SmtpStage stage, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                if (HasUnread && SmtpReplyParser.TryParse(_received.Span[_read..], out var consumed) is { } reply)
                {
                    _read += consumed;
                    return reply;
                }

                Compact();
                _received.Advance(await ReceiveAsync(_received.GetMemory(2048), stage, cancellationToken));
            }
        }
        catch (FormatException e)
        {
            throw new SmtpException(SmtpTrouble.Protocol, stage, e.Message, inner: e);
        }
    }

    /// <summary>Waits for bytes of an answer that somebody else reads.</summary>
    /// <param name="buffer">Where they go.</param>
    /// <param name="stage">Which answer is waited for.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    internal async ValueTask<int> ReadAsync(Memory<byte> buffer, SmtpStage stage, CancellationToken cancellationToken)
    {
        if (HasUnread)
        {
            var count = Math.Min(buffer.Length, _received.Length - _read);
            _received.Memory.Slice(_read, count).CopyTo(buffer);
            _read += count;
            return count;
        }

        var received = await ReceiveAsync(buffer, stage, cancellationToken);
        _unanswered += received;
        return _unanswered <= SmtpReplyParser.MaxReply
            ? received
            : throw new SmtpException(SmtpTrouble.Protocol, stage, "The server's answer is too long.");
    }

    /// <summary>What a server said before it hung up in the middle of a message; null when it said nothing that explains it.</summary>
    /// <param name="stage">How far the message had come.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    internal async ValueTask<SmtpException?> ReadLastWordsAsync(SmtpStage stage, CancellationToken cancellationToken)
    {
        if (stage != SmtpStage.Body && !HasUnread)
            return null;
        try
        {
            var reply = await ReadAsync(SmtpStage.Quit, cancellationToken);
            return reply.Code >= 400 ? SmtpException.Refused(stage, reply) : null;
        }
        catch (Exception e) when (e is SmtpException or OperationCanceledException)
        {
            // Being broken off while listening for an explanation must not hide how far the message had come.
            return null;
        }
    }

    /// <summary>Puts encryption around the connection. Plain bytes received beforehand would be an injection (CVE-2011-0411).</summary>
    internal async Task EncryptAsync(SslClientAuthenticationOptions options, CancellationToken cancellationToken)
    {
        if (HasUnread)
            throw new SmtpException(SmtpTrouble.Protocol, SmtpStage.StartTls, "The server spoke on after STARTTLS.");

        var encrypted = new SslStream(_stream);
        var limit = Limit(timeouts.Command);
        using var link = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), limit);
        try
        {
            await encrypted.AuthenticateAsClientAsync(options, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Silent(SmtpStage.StartTls);
        }

        _stream = encrypted;
        Encryption = SmtpEncryption.Of(encrypted);
        transcript?.Noted($"encrypted by {Encryption.Protocol}");
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        transcript?.Dispose();
        _timer.Dispose();
        _received.Dispose();
        Output.Dispose();
    }

    private async ValueTask<int> ReceiveAsync(Memory<byte> buffer, SmtpStage stage, CancellationToken cancellationToken)
    {
        var limit = Limit(timeouts.For(stage));
        using var link = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), limit);
        try
        {
            var count = await _stream.ReadAsync(buffer, limit.Token);
            if (count == 0)
                throw new SmtpException(SmtpTrouble.Network, stage, "The server closed the connection.");
            transcript?.Received(buffer.Span[..count]);
            return count;
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            throw Broken(stage, e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Silent(stage);
        }
    }

    private void Compact()
    {
        if (HasUnread || _read == 0)
            return;
        _received.Clear();
        _read = 0;
    }

    private CancellationTokenSource Limit(TimeSpan time)
    {
        if (!_timer.TryReset())
        {
            _timer.Dispose();
            _timer = new CancellationTokenSource();
        }

        _timer.CancelAfter(time);
        return _timer;
    }

    private static SmtpException Broken(SmtpStage stage, Exception e) =>
        new(SmtpTrouble.Network, stage, $"The connection broke: {e.InnerException?.Message ?? e.Message}", inner: e);

    private static SmtpException Silent(SmtpStage stage) =>
        new(SmtpTrouble.Network, stage, "The server did not answer in time.");
}
