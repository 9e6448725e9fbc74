using System.Buffers;
using System.Text;

namespace EmailContactPortal.Mail.Reading;

/// <summary>
/// Leaves out of a message what its header sections have beyond the bounds, in one pass over its lines and before anything is parsed.
/// Where it is not sure whether lines belong to a header it takes them for one: that only matters for headers beyond the bounds.
/// </summary>
internal sealed class HeaderCut(ReadingBounds bounds)
{
    private const string ContentType = "Content-Type";
    private static readonly string[] Messages = ["message", "rfc822"];
    private int _headerBytes;
    private int _fieldBytes;
    private int _fields;
    private bool _isTop = true;
    private bool _isHeader = true;
    private bool _isContentType;
    private bool _holdsMessage;
    private bool _hasDigest;

    /// <summary>The message within the bounds; the same memory when nothing is to be left out.</summary>
    internal static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> message, ReadingBounds bounds)
    {
        if (message.Length > bounds.MaxBytes)
            message = message[..bounds.MaxBytes];
        var cut = new HeaderCut(bounds);
        var all = message.Span;
        ArrayBufferWriter<byte>? kept = null;
        for (var at = 0; at < all.Length;)
        {
            var line = LineAt(all, at);
            var keep = cut.Keep(line);
            if (keep < line.Length && kept is null)
            {
                kept = new ArrayBufferWriter<byte>(message.Length);
                kept.Write(all[..at]);
            }

            kept?.Write(line[..keep]);
            if (keep > 0 && keep < line.Length)
                kept!.Write("\r\n"u8);
            at += line.Length;
        }

        return kept?.WrittenMemory ?? message;
    }

    private static ReadOnlySpan<byte> LineAt(ReadOnlySpan<byte> all, int at)
    {
        var length = all[at..].IndexOf((byte)'\n');
        return length < 0 ? all[at..] : all.Slice(at, length + 1);
    }

    /// <summary>How many bytes of the next line stay.</summary>
    private int Keep(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("--"u8))
            Begin(top: false);
        else if (_isHeader && line.TrimEnd("\r\n"u8).IsEmpty)
            EndSection();
        else if (_isHeader)
            return KeepOfField(line);
        return line.Length;
    }

    private void Begin(bool top) =>
        (_isHeader, _isTop, _isContentType, _holdsMessage, _fieldBytes) = (true, top, false, _hasDigest && !top, 0);

    // An enclosed message has a header of its own behind its part's; blank lines before the first header are skipped by readers.
    private void EndSection()
    {
        if (_holdsMessage)
            Begin(top: true);
        else
            _isHeader = _isTop && _fieldBytes == 0;
    }

    private int KeepOfField(ReadOnlySpan<byte> line)
    {
        if (line[0] is not ((byte)' ' or (byte)'\t') || _fieldBytes == 0)
        {
            _fieldBytes = 0;
            _fields++;
            _isContentType = line.Length > ContentType.Length && Ascii.EqualsIgnoreCase(line[..ContentType.Length], ContentType);
        }

        if (_isContentType)
        {
            var words = Encoding.Latin1.GetString(line);
            _holdsMessage |= Messages.Any(m => words.Contains(m, StringComparison.OrdinalIgnoreCase));
            // The parts of a digest are messages without saying so (RFC 2046 5.1.5).
            _hasDigest |= words.Contains("digest", StringComparison.OrdinalIgnoreCase);
        }

        var room = _fields > bounds.MaxFields ? 0 : Math.Min(bounds.MaxFieldBytes - _fieldBytes, bounds.MaxHeaderBytes - _headerBytes);
        var keep = Math.Clamp(room, 0, line.Length);
        _headerBytes += keep;
        // Counted whole, so that a field that was cut stays cut.
        _fieldBytes = (int)Math.Min((long)_fieldBytes + line.Length, int.MaxValue);
        return keep;
    }
}
