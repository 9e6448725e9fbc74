using System.Buffers.Binary;
using System.Text;

namespace EmailContactPortal.Mail.Resolving;

/// <summary>A question for TXT records and its answer as they go over the wire (RFC 1035 4, RFC 6891).</summary>
internal static class DnsMessage
{
    private const int HeaderLength = 12;
    private const int Text = 16;
    private const int MaxJumps = 20;

    /// <summary>Longest answer that is asked for over UDP, octets; more comes over TCP.</summary>
    internal const int MaxDatagram = 1232;

    internal static byte[] Ask(ushort id, string name)
    {
        using var question = new MemoryStream();
        // Recursion desired; one question, and one additional record that says how long an answer may be.
        question.Write([(byte)(id >> 8), (byte)id, 0x01, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
        foreach (var label in name.TrimEnd('.').Split('.'))
        {
            var bytes = Encoding.ASCII.GetBytes(label);
            if (bytes.Length is 0 or > 63)
                throw new FormatException($"\"{name}\" is no name of DNS.");
            question.WriteByte((byte)bytes.Length);
            question.Write(bytes);
        }

        question.Write([0, 0, Text, 0, 1]);
        question.Write([0, 0, 41, MaxDatagram >> 8, MaxDatagram & 0xff, 0, 0, 0, 0, 0, 0]);
        return question.ToArray();
    }

    /// <summary>Whether the answer belongs to the question: same id, same name asked for.</summary>
    internal static bool Answers(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> question)
    {
        var asked = question[HeaderLength..^11];
        return answer.Length >= HeaderLength + asked.Length && answer[..2].SequenceEqual(question[..2]) && (answer[2] & 0x80) != 0
            && Ascii.EqualsIgnoreCase(answer.Slice(HeaderLength, asked.Length), asked);
    }

    /// <summary>True when the answer was cut to fit a datagram.</summary>
    internal static bool IsCut(ReadOnlySpan<byte> answer) => (answer[2] & 0x02) != 0;

    /// <summary>The texts of an answer; throws <see cref="IOException"/> when the server could not answer, <see cref="FormatException"/> when it makes no sense.</summary>
    internal static List<string> Read(ReadOnlySpan<byte> answer)
    {
        const int noError = 0, noSuchName = 3;
        var code = answer[3] & 0x0f;
        if (code is not (noError or noSuchName))
            throw new IOException($"the DNS server answers with error {code}");

        var at = HeaderLength;
        for (var i = BinaryPrimitives.ReadUInt16BigEndian(answer[4..]); i > 0; i--)
            at = AfterName(answer, at) + 4;
        var texts = new List<string>();
        for (var i = BinaryPrimitives.ReadUInt16BigEndian(answer[6..]); i > 0; i--)
        {
            at = AfterName(answer, at);
            if (at + 10 > answer.Length)
                throw new FormatException("The answer ends too early.");
            var type = BinaryPrimitives.ReadUInt16BigEndian(answer[at..]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(answer[(at + 8)..]);
            at += 10;
            if (at + length > answer.Length)
                throw new FormatException("The answer ends too early.");
            if (type == Text)
                texts.Add(Join(answer.Slice(at, length)));
            at += length;
        }

        return texts;
    }

    private static string Join(ReadOnlySpan<byte> data)
    {
        var bytes = new List<byte>(data.Length);
        while (!data.IsEmpty)
        {
            var length = Math.Min(data[0], data.Length - 1);
            bytes.AddRange(data.Slice(1, length));
            data = data[(1 + length)..];
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static int AfterName(ReadOnlySpan<byte> message, int at)
    {
        for (var labels = 0; at < message.Length && labels < 128 + MaxJumps; labels++)
        {
            var length = message[at];
            if (length == 0)
                return at + 1;
            if (length >= 0xc0)
                return at + 2;
            at += length + 1;
        }

        throw new FormatException("The answer has a name without end.");
    }
}
