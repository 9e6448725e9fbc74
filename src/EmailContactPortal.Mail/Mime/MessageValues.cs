using EmailContactPortal.Mail.Encodings;

namespace EmailContactPortal.Mail.Mime;

/// <summary>The values of one recipient by slot, in UTF-8; reused from recipient to recipient.</summary>
public sealed class MessageValues : IDisposable
{
    private readonly MessageBuffer _buffer = new(1024);
    private readonly (int Start, int Length)[] _slots;

    public MessageValues(int slotCount) => _slots = new (int, int)[slotCount];

    /// <summary>How many slots there are.</summary>
    public int Count => _slots.Length;

    /// <summary>The value of a slot; empty when it was not set.</summary>
    public ReadOnlySpan<byte> this[int slot] => _buffer.Span.Slice(_slots[slot].Start, _slots[slot].Length);

    /// <summary>Empties all slots for the next recipient.</summary>
    public void Clear()
    {
        _buffer.Clear();
        Array.Clear(_slots);
    }

    /// <summary>Sets a slot to a text; half surrogates become U+FFFD.</summary>
    public void Set(int slot, ReadOnlySpan<char> text)
    {
        var start = _buffer.Length;
        _buffer.Write(text);
        _slots[slot] = (start, _buffer.Length - start);
    }

    /// <summary>Room to write a value of at most <paramref name="size"/> bytes straight into; finish with <see cref="Commit"/>.</summary>
    public Span<byte> Reserve(int size) => _buffer.GetSpan(size);

    /// <summary>Makes the last <see cref="Reserve"/>'s first <paramref name="length"/> bytes the value of a slot.</summary>
    public void Commit(int slot, int length)
    {
        _slots[slot] = (_buffer.Length, length);
        _buffer.Advance(length);
    }

    public void Dispose() => _buffer.Dispose();
}
