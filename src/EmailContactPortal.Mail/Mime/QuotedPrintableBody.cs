using System.Text;
using EmailContactPortal.Mail.Encodings;

namespace EmailContactPortal.Mail.Mime;

/// <summary>
/// A quoted-printable body whose fixed pieces are encoded once; a soft line break joins pieces that would overrun a line.
/// </summary>
internal sealed class QuotedPrintableBody(TextPattern pattern) : BodyPart("quoted-printable")
{
    private readonly Step[] _steps = [.. pattern.Segments.Select(Compile)];

    private enum StepKind : byte
    {
        Piece,
        Value,
        Skip,
        SkipIfEmpty,
    }

    internal override void Write(MessageValues values, MessageBuffer output)
    {
        var column = 0;
        for (var i = 0; i < _steps.Length; i++)
        {
            ref readonly var step = ref _steps[i];
            switch (step.Kind)
            {
                case StepKind.Piece:
                    WritePiece(step, output, ref column);
                    break;
                case StepKind.Value:
                    QuotedPrintable.Encode(values[step.Number], output, ref column);
                    break;
                case StepKind.Skip:
                    i += step.Count;
                    break;
                case StepKind.SkipIfEmpty when values[step.Number].IsEmpty:
                    i += step.Count;
                    break;
            }
        }
    }

    private static void WritePiece(in Step step, MessageBuffer output, ref int column)
    {
        if (column > 0 && column + step.FirstLine > (step.HasBreak ? QuotedPrintable.MaxColumn + 1 : QuotedPrintable.MaxColumn))
        {
            output.Write("=\r\n"u8);
            column = 0;
        }

        output.Write(step.Bytes);
        column = step.HasBreak ? step.LastLine : column + step.LastLine;
    }

    private static Step Compile(Segment segment) => segment switch
    {
        Segment.Literal literal => CompilePiece(literal.Text),
        Segment.Value value => new Step(StepKind.Value, value.Slot),
        Segment.Skip skip => new Step(StepKind.Skip, 0, skip.Count),
        Segment.SkipIfEmpty skip => new Step(StepKind.SkipIfEmpty, skip.Slot, skip.Count),
        _ => throw new ArgumentException($"Unknown step {segment}.", nameof(segment)),
    };

    private static Step CompilePiece(string text)
    {
        using var buffer = new MessageBuffer(text.Length * 2);
        var column = 0;
        QuotedPrintable.Encode(Encoding.UTF8.GetBytes(text), buffer, ref column);
        var firstBreak = buffer.Span.IndexOf("\r\n"u8);
        return new Step(StepKind.Piece)
        {
            Bytes = buffer.ToArray(),
            HasBreak = firstBreak >= 0,
            FirstLine = firstBreak >= 0 ? firstBreak : buffer.Length,
            LastLine = column,
        };
    }

    private readonly record struct Step(StepKind Kind, int Number = 0, int Count = 0)
    {
        public byte[] Bytes { get; init; } = [];

        public bool HasBreak { get; init; }

        public int FirstLine { get; init; }

        public int LastLine { get; init; }
    }
}
