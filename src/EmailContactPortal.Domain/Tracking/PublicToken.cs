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
    private readonly byte[] key = key.Length >= 32 ? key.ToArray() : throw new ArgumentException("The signing key needs at least 32 bytes.", nameof(key));

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
        Span<byte> message = stackalloc byte[PayloadBytes + 1];
        message[0] = (byte)scope;
        payload.CopyTo(message[1..]);
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, message, full);
        full[..MacBytes].CopyTo(mac);
    }
}
