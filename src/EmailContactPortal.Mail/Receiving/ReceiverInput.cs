using EmailContactPortal.Mail.Encodings;

namespace EmailContactPortal.Mail.Receiving;

/// <summary>Lines from a client, ended by CRLF only: a bare CR or LF is part of the line (no SMTP smuggling).</summary>
internal sealed class ReceiverInput(Stream stream, TimeSpan timeout) : IDisposable
{
    private readonly MessageBuffer _received = new(16 * 1024);
    private int _read;

    /// <summary>True when more commands are waiting, so that answers can be gathered (RFC 2920).</summary>
    internal bool HasLine => _received.Span[_read..].IndexOf("\r\n"u8) >= 0;

    /// <summary>The next line without its end, valid until the next call; null at the end of the connection or beyond the bound.</summary>
    internal async ValueTask<ReadOnlyMemory<byte>?> ReadLineAsync(int maxLength, CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = _received.Span[_read..].IndexOf("\r\n"u8);
            if (end >= 0 && end <= maxLength)
            {
                var line = _received.Memory.Slice(_read, end);
                _read += end + 2;
                return line;
            }

            if (end >= 0 || _received.Length - _read > maxLength + 1 || !await FillAsync(cancellationToken))
                return null;
        }
    }

    public void Dispose() => _received.Dispose();

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_read > 0)
        {
            var rest = _received.Span[_read..].ToArray();
            _received.Clear();
            _received.Write(rest);
            _read = 0;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        var count = await stream.ReadAsync(_received.GetMemory(8 * 1024), limit.Token);
        _received.Advance(count);
        return count > 0;
    }
}
