using System.Security.Cryptography;

namespace EmailContactPortal.Mail.Dkim;

/// <summary>
/// Hashes the relaxed form of a body (RFC 6376 3.4.4) where it lies: lines that are in that form already, nearly all of ours, are not
/// copied.
/// </summary>
internal static class RelaxedBody
{
    private const int MaxLine = 1024;

    internal static byte[] Hash(ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        body = WithoutLastEmptyLines(body);
        Span<byte> scratch = stackalloc byte[MaxLine];
        var done = 0;
        for (var at = 0; at < body.Length;)
        {
            var length = body[at..].IndexOf("\r\n"u8);
            var line = length < 0 ? body[at..] : body.Slice(at, length);
            var next = length < 0 ? body.Length : at + length + 2;
            if (!IsRelaxed(line))
            {
                hash.AppendData(body[done..at]);
                Append(hash, line, scratch);
                done = at + line.Length;
            }

            at = next;
        }

        hash.AppendData(body[done..]);
        if (!body.IsEmpty)
            hash.AppendData("\r\n"u8);
        return hash.GetHashAndReset();
    }

    // What is left has no line end at its own end.
    private static ReadOnlySpan<byte> WithoutLastEmptyLines(ReadOnlySpan<byte> body)
    {
        while (true)
        {
            body = body.TrimEnd(" \t"u8);
            if (!body.EndsWith("\r\n"u8))
                return body;
            body = body[..^2];
        }
    }

    private static bool IsRelaxed(ReadOnlySpan<byte> line) =>
        line.IsEmpty || line[^1] != (byte)' ' && !line.Contains((byte)'\t') && line.IndexOf("  "u8) < 0;

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> line, Span<byte> scratch)
    {
        var used = 0;
        var isBlank = false;
        foreach (var b in line.TrimEnd(" \t"u8))
        {
            if (used == scratch.Length)
            {
                hash.AppendData(scratch);
                used = 0;
            }

            var wasBlank = isBlank;
            isBlank = b is (byte)' ' or (byte)'\t';
            if (!isBlank)
                scratch[used++] = b;
            else if (!wasBlank)
                scratch[used++] = (byte)' ';
        }

        hash.AppendData(scratch[..used]);
    }
}
