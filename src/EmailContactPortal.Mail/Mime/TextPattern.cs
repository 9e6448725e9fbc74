using System.Collections.Immutable;
using EmailContactPortal.Mail.Encodings;

namespace EmailContactPortal.Mail.Mime;

/// <summary>A text with places for values; parsed once, filled for every recipient.</summary>
public sealed class TextPattern
{
    /// <summary>Makes a pattern of steps; every jump must land inside or just behind it.</summary>
    public TextPattern(params IEnumerable<Segment> segments)
    {
        Segments = [.. segments];
        for (var i = 0; i < Segments.Length; i++)
        {
            var count = Segments[i] switch
            {
                Segment.Skip skip => skip.Count,
                Segment.SkipIfEmpty skip => skip.Count,
                _ => 0,
            };
            if (count < 0 || i + 1 + count > Segments.Length)
                throw new ArgumentException($"Step {i} jumps outside the pattern.", nameof(segments));
        }
    }

    /// <summary>The steps in order.</summary>
    public ImmutableArray<Segment> Segments { get; }

    /// <summary>True when every message gets the same text.</summary>
    public bool IsFixed => Segments.All(segment => segment is Segment.Literal);

    /// <summary>How many slots the values must have for this pattern.</summary>
    public int SlotCount => Segments.Select(segment => segment switch
    {
        Segment.Value value => value.Slot + 1,
        Segment.SkipIfEmpty skip => skip.Slot + 1,
        _ => 0,
    }).DefaultIfEmpty().Max();

    /// <summary>A pattern without places.</summary>
    public static TextPattern Of(string text) => new(new Segment.Literal(text));

    /// <summary>A pattern that is one value and nothing else.</summary>
    public static TextPattern OfValue(int slot) => new(new Segment.Value(slot));

    /// <summary>The text for these values, unencoded.</summary>
    public void Render(MessageValues values, MessageBuffer output)
    {
        for (var i = 0; i < Segments.Length; i++)
        {
            switch (Segments[i])
            {
                case Segment.Literal literal:
                    output.Write(literal.Text);
                    break;
                case Segment.Value value:
                    output.Write(values[value.Slot]);
                    break;
                case Segment.Skip skip:
                    i += skip.Count;
                    break;
                case Segment.SkipIfEmpty skip when values[skip.Slot].IsEmpty:
                    i += skip.Count;
                    break;
            }
        }
    }

    /// <summary>The text for these values as a string.</summary>
    public string Render(MessageValues values)
    {
        using var buffer = new MessageBuffer();
        Render(values, buffer);
        return System.Text.Encoding.UTF8.GetString(buffer.Span);
    }
}
