using System.Buffers;
using System.Text;

namespace EmailContactPortal.Mail.Encodings;

/// <summary>A growing run of bytes from the shared pool, reused from message to message so that composing allocates nothing.</summary>
public sealed class MessageBuffer(int initialCapacity = 4096) : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(initialCapacity);

    /// <summary>How many bytes are written.</summary>
    public int Length { get; private set; }

    /// <summary>The written bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    /// <summary>The written bytes; valid until the next write.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    /// <summary>Forgets what is written and keeps the room.</summary>
    public void Clear() => Length = 0;

    /// <summary>Cuts the written bytes back to a length.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - Length);
        Length += count;
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(Length);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(Length);
    }

    /// <summary>Adds bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Puts bytes in front of what is written.</summary>
    public void Prepend(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        Span.CopyTo(_bytes.AsSpan(bytes.Length));
        bytes.CopyTo(_bytes);
        Length += bytes.Length;
    }

    /// <summary>Adds one byte.</summary>
    public void Write(byte value)
    {
        Reserve(1);
        _bytes[Length++] = value;
    }

    /// <summary>Adds text in UTF-8.</summary>
    public void Write(ReadOnlySpan<char> text)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        Length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(Length));
    }

    /// <summary>Adds a number in decimal digits.</summary>
    public void Write(long number)
    {
        Reserve(20);
        number.TryFormat(_bytes.AsSpan(Length), out var written, provider: System.Globalization.CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>A copy of what is written.</summary>
    public byte[] ToArray() => Span.ToArray();

    public void Dispose()
    {
        var bytes = Interlocked.Exchange(ref _bytes, []);
        if (bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
        Length = 0;
    }

    private void Reserve(int more)
    {
        if (_bytes.Length - Length >= more)
            return;

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Length + more));
        Span.CopyTo(larger);
        var old = _bytes;
        _bytes = larger;
        if (old.Length > 0)
            ArrayPool<byte>.Shared.Return(old);
    }
}
