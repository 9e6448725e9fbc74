using System.Text;
using EmailContactPortal.Mail.Encodings;

namespace EmailContactPortal.Mail.Mime;

/// <summary>A message parsed and encoded once; <see cref="Write"/> fills in one recipient's values.</summary>
/// <remarks>
/// What it writes is ASCII with CRLF line ends (but for an international address in a header), no line begins with a dot
/// and none is longer than 998 octets, whatever the values hold.
/// </remarks>
public sealed class MessageTemplate
{
    private readonly HeaderPart[] _headers;
    private readonly (byte[] Before, BodyPart Body)[] _parts;
    private readonly byte[] _end;

    internal MessageTemplate(IEnumerable<HeaderPart> headers, BodyPart? text, BodyPart? html, int slotCount, string boundary)
    {
        _headers = [.. headers];
        SlotCount = slotCount;
        if (text is not null && html is not null)
        {
            var start = $"Content-Type: multipart/alternative;\r\n boundary=\"{boundary}\"\r\n\r\n--{boundary}\r\n";
            _parts =
            [
                (Encoding.ASCII.GetBytes(start + PartHeaders("plain", text)), text),
                (Encoding.ASCII.GetBytes($"\r\n--{boundary}\r\n" + PartHeaders("html", html)), html),
            ];
            _end = Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");
        }
        else
        {
            var (subtype, body) = html is null ? ("plain", text ?? BodyPart.Create(TextPattern.Of(""))) : ("html", html);
            _parts = [(Encoding.ASCII.GetBytes(PartHeaders(subtype, body)), body)];
            _end = "\r\n"u8.ToArray();
        }
    }

    /// <summary>How many slots the values need.</summary>
    public int SlotCount { get; }

    /// <summary>Appends the message, headers and all, to the output.</summary>
    public void Write(MessageValues values, MessageBuffer output)
    {
        foreach (var header in _headers)
            header.Write(values, output);
        output.Write("MIME-Version: 1.0\r\n"u8);
        foreach (var (before, body) in _parts)
        {
            output.Write(before);
            body.Write(values, output);
        }

        output.Write(_end);
    }

    private static string PartHeaders(string subtype, BodyPart body) =>
        $"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {body.TransferEncoding}\r\n\r\n";
}
