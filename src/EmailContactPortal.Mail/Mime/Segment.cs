namespace EmailContactPortal.Mail.Mime;

/// <summary>One step of a <see cref="TextPattern"/>: fixed text, a value to fill in, or a jump over the steps that follow.</summary>
public abstract record Segment
{
    private Segment()
    {
    }

    /// <summary>Text that is the same in every message.</summary>
    public sealed record Literal(string Text) : Segment;

    /// <summary>The value that stands in this slot of <see cref="MessageValues"/>.</summary>
    public sealed record Value(int Slot) : Segment;

    /// <summary>Leaves out the next <paramref name="Count"/> steps.</summary>
    public sealed record Skip(int Count) : Segment;

    /// <summary>Leaves out the next <paramref name="Count"/> steps when the slot's value is empty.</summary>
    public sealed record SkipIfEmpty(int Slot, int Count) : Segment;
}
