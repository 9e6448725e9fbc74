using System.Text;
using EmailContactPortal.Mail.Encodings;

namespace EmailContactPortal.Mail.Mime;

/// <summary>One header of a template, encoded beforehand where no value stands in it.</summary>
internal abstract class HeaderPart(string name)
{
    private readonly byte[] _start = Encoding.ASCII.GetBytes(CheckName(name) + ": ");

    internal void Write(MessageValues values, MessageBuffer output)
    {
        output.Write(_start);
        var column = _start.Length;
        WriteValue(values, output, ref column);
        output.Write("\r\n"u8);
    }

    /// <summary>The same header as plain bytes, when it is equal in every message.</summary>
    internal static HeaderPart Freeze(HeaderPart part, params ReadOnlySpan<TextPattern> patterns)
    {
        foreach (var pattern in patterns)
            if (!pattern.IsFixed)
                return part;

        using var values = new MessageValues(0);
        using var buffer = new MessageBuffer();
        var column = part._start.Length;
        part.WriteValue(values, buffer, ref column);
        return new FixedHeader(part, buffer.ToArray());
    }

    protected abstract void WriteValue(MessageValues values, MessageBuffer output, ref int column);

    private static string CheckName(string name) =>
        name.Length is > 0 and < 70 && name.All(c => c is > ' ' and <= '~' and not ':')
            ? name
            : throw new FormatException("A header name may hold printable ASCII only (RFC 5322 2.2).");

    internal sealed class Text(string name, TextPattern pattern) : HeaderPart(name)
    {
        protected override void WriteValue(MessageValues values, MessageBuffer output, ref int column)
        {
            using var text = new MessageBuffer(256);
            pattern.Render(values, text);
            HeaderText.WriteText(text.Span, output, ref column);
        }
    }

    internal sealed class Raw(string name, TextPattern pattern) : HeaderPart(name)
    {
        protected override void WriteValue(MessageValues values, MessageBuffer output, ref int column)
        {
            using var text = new MessageBuffer(256);
            pattern.Render(values, text);
            HeaderText.WriteRaw(text.Span, output, ref column);
        }
    }

    internal sealed class Mailboxes(string name, IReadOnlyList<(TextPattern Name, TextPattern Address)> mailboxes) : HeaderPart(name)
    {
        protected override void WriteValue(MessageValues values, MessageBuffer output, ref int column)
        {
            using var shown = new MessageBuffer(256);
            using var address = new MessageBuffer(256);
            for (var i = 0; i < mailboxes.Count; i++)
            {
                shown.Clear();
                address.Clear();
                mailboxes[i].Name.Render(values, shown);
                mailboxes[i].Address.Render(values, address);
                if (i > 0)
                {
                    output.Write(",\r\n "u8);
                    column = 1;
                }

                HeaderText.WriteMailbox(shown.Span, address.Span, output, ref column);
            }
        }
    }

    private sealed class FixedHeader(HeaderPart part, byte[] value) : HeaderPart(Encoding.ASCII.GetString(part._start.AsSpan()[..^2]))
    {
        protected override void WriteValue(MessageValues values, MessageBuffer output, ref int column) => output.Write(value);
    }
}
