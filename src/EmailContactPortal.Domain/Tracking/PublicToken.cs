using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace EmailContactPortal.Domain.Tracking;

/// <summary>The one action a public token is good for.</summary>
public enum TokenScope : byte
{
    Open = (byte)'o',
    Click = (byte)'c',
    View = (byte)'v',
    Subscription = (byte)'u',
}

/// <summary>
/// Makes and reads the tokens that mails carry: 24 bytes as base64url (32 characters) of delivery id (8, big-endian), link id (4)
/// and 12 bytes of HMAC-SHA-256 over scope and ids, so that a token works for one action only and cannot be guessed.
/// </summary>
public sealed class PublicToken(ReadOnlySpan<byte> key)
{
    /// <summary>Characters of every token.</summary>
    public const int Length = 32;

    private const int PayloadBytes = 12;
    private const int MacBytes = 12;
    private const int Block = 64;
    private readonly byte[] inner = Pad(key, 0x36);
    private readonly byte[] outer = Pad(key, 0x5c);

    /// <summary>The token as text.</summary>
    public string Create(TokenScope scope, long deliveryId, int linkId = 0)
    {
        Span<byte> ascii = stackalloc byte[Length];
        Write(ascii, scope, deliveryId, linkId);
        return System.Text.Encoding.ASCII.GetString(ascii);
    }

    /// <summary>Writes the token's <see cref="Length"/> ASCII bytes without allocating; for the composing hot path.</summary>
    public void Write(Span<byte> destination, TokenScope scope, long deliveryId, int linkId = 0)
    {
        Span<byte> raw = stackalloc byte[PayloadBytes + MacBytes];
        BinaryPrimitives.WriteInt64BigEndian(raw, deliveryId);
        BinaryPrimitives.WriteInt32BigEndian(raw[8..], linkId);
        Sign(scope, raw[..PayloadBytes], raw[PayloadBytes..]);
        Base64Url.EncodeToUtf8(raw, destination, out _, out _);
    }

    /// <summary>The ids inside, when the token is ours and made for <paramref name="scope"/>.</summary>
    public bool TryRead(ReadOnlySpan<char> token, TokenScope scope, out long deliveryId, out int linkId)
    {
        (deliveryId, linkId) = (0, 0);
        if (token.Length != Length) return false;
        Span<byte> raw = stackalloc byte[PayloadBytes + MacBytes];
        var decoded = Base64Url.DecodeFromChars(token, raw, out _, out var written);
        if (decoded != OperationStatus.Done || written != raw.Length) return false;
        Span<byte> mac = stackalloc byte[MacBytes];
        Sign(scope, raw[..PayloadBytes], mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, raw[PayloadBytes..])) return false;
        deliveryId = BinaryPrimitives.ReadInt64BigEndian(raw);
        linkId = BinaryPrimitives.ReadInt32BigEndian(raw[8..]);
        return true;
    }

    private void Sign(TokenScope scope, ReadOnlySpan<byte> payload, Span<byte> mac)
    {
        // HMAC by its definition (RFC 2104) over the two padded keys made once: a mail has a dozen tokens, and the library's
        // one-call form sets the key up for every one of them, which takes twice as long.
        Span<byte> message = stackalloc byte[Block + PayloadBytes + 1];
        inner.CopyTo(message);
        message[Block] = (byte)scope;
        payload.CopyTo(message[(Block + 1)..]);
        Span<byte> final = stackalloc byte[Block + SHA256.HashSizeInBytes];
        outer.CopyTo(final);
        SHA256.HashData(message, final[Block..]);
        Span<byte> full = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(final, full);
        full[..MacBytes].CopyTo(mac);
    }

    private static byte[] Pad(ReadOnlySpan<byte> key, byte pad)
    {
        if (key.Length < 32) throw new ArgumentException("The signing key needs at least 32 bytes.", nameof(key));
        var padded = new byte[Block];
        if (key.Length > Block) SHA256.HashData(key, padded);
        else key.CopyTo(padded);
        for (var i = 0; i < Block; i++) padded[i] ^= pad;
        return padded;
    }
}
