using System.Net.Security;
using System.Net.Sockets;
using EmailContactPortal.Mail.Mime;

namespace EmailContactPortal.Mail.Smtp;

/// <summary>The bytes between us and a server: commands are gathered and go out in one write, answers come in one by one.</summary>
internal sealed class SmtpWire(Stream stream, SmtpTimeouts timeouts) : IAsyncDisposable
{
    private readonly MessageBuffer _received = new(4096);
    private CancellationTokenSource _patience = new();
    private Stream _stream = stream;
    private int _read;

    /// <summary>What goes out with the next <see cref="FlushAsync"/>.</summary>
    internal MessageBuffer Output { get; } = new(32 * 1024);

    internal bool IsEncrypted => _stream is SslStream;

    /// <summary>True when the server said something nobody asked for yet.</summary>
    internal bool HasUnread => _read < _received.Length;

    /// <summary>Sends all output, or its first <paramref name="length"/> bytes.</summary>
    internal async ValueTask FlushAsync(SmtpStage stage, CancellationToken cancellationToken, int start = 0, int length = -1)
    {
        var bytes = Output.Memory.Slice(start, length < 0 ? Output.Length - start : length);
        var patience = Limit(stage == SmtpStage.EndOfData ? timeouts.DataBlock : timeouts.For(stage));
        try
        {
            using var link = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), patience);
            await _stream.WriteAsync(bytes, patience.Token);
            if (IsEncrypted)
                await _stream.FlushAsync(patience.Token);
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
        var patience = Limit(timeouts.For(stage));
        using var link = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), patience);
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
                var count = await _stream.ReadAsync(_received.GetMemory(2048), patience.Token);
                if (count == 0)
                    throw new SmtpException(SmtpTrouble.Network, stage, "The server closed the connection.");
                _received.Advance(count);
            }
        }
        catch (FormatException e)
        {
            throw new SmtpException(SmtpTrouble.Protocol, stage, e.Message, inner: e);
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

    /// <summary>Puts encryption around the connection. Plain bytes received beforehand would be an injection (CVE-2011-0411).</summary>
    internal async Task EncryptAsync(SslClientAuthenticationOptions options, CancellationToken cancellationToken)
    {
        if (HasUnread)
            throw new SmtpException(SmtpTrouble.Protocol, SmtpStage.StartTls, "The server spoke on after STARTTLS.");

        var encrypted = new SslStream(_stream);
        var patience = Limit(timeouts.Command);
        using var link = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), patience);
        try
        {
            await encrypted.AuthenticateAsClientAsync(options, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Silent(SmtpStage.StartTls);
        }

        _stream = encrypted;
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _patience.Dispose();
        _received.Dispose();
        Output.Dispose();
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
        if (!_patience.TryReset())
        {
            _patience.Dispose();
            _patience = new CancellationTokenSource();
        }

        _patience.CancelAfter(time);
        return _patience;
    }

    private static SmtpException Broken(SmtpStage stage, Exception e) =>
        new(SmtpTrouble.Network, stage, $"The connection broke: {e.InnerException?.Message ?? e.Message}", inner: e);

    private static SmtpException Silent(SmtpStage stage) =>
        new(SmtpTrouble.Network, stage, "The server did not answer in time.");
}
