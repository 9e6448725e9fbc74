using System.Buffers.Text;
using System.Text;
using EmailContactPortal.Mail.Encodings;

namespace EmailContactPortal.Mail.Mime;

/// <summary>A base64 body (RFC 2045 6.8), shorter than quoted-printable where most letters are not ASCII.</summary>
internal sealed class Base64Body(TextPattern pattern) : BodyPart("base64")
{
    private const int BytesPerLine = 57;
    private readonly (Segment Segment, byte[] Bytes)[] _steps = [.. pattern.Segments.Select(segment => (segment,
        segment is Segment.Literal literal ? LineEndings.Normalize(Encoding.UTF8.GetBytes(literal.Text)) : []))];

    internal override void Write(MessageValues values, MessageBuffer output)
    {
        using var plain = new MessageBuffer(16 * 1024);
        Fill(values, plain);
        Encode(plain.Span, output);
    }

    internal static void Encode(ReadOnlySpan<byte> plain, MessageBuffer output)
    {
        var room = output.GetSpan((plain.Length / BytesPerLine + 1) * 78);
        var at = 0;
        while (!plain.IsEmpty)
        {
            Base64.EncodeToUtf8(plain[..Math.Min(plain.Length, BytesPerLine)], room[at..], out var read, out var written);
            at += written;
            plain = plain[read..];
            if (!plain.IsEmpty)
            {
                room[at++] = (byte)'\r';
                room[at++] = (byte)'\n';
            }
        }

        output.Advance(at);
    }

    private void Fill(MessageValues values, MessageBuffer plain)
    {
        for (var i = 0; i < _steps.Length; i++)
        {
            switch (_steps[i].Segment)
            {
                case Segment.Literal:
                    plain.Write(_steps[i].Bytes);
                    break;
                case Segment.Value value:
                    LineEndings.WriteNormalized(values[value.Slot], plain);
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
}
