using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace EmailContactPortal.Domain.Tracking;

/// <summary>
/// Addresses of one delivery that mail comes back to: bounces (VERP) and people who unsubscribe by mail. The local part is a letter and the
/// signed token in base 32, 40 octets of the 64 allowed, because some servers change the case of what they return.
/// </summary>
/// <param name="tokens">Signs and reads.</param>
/// <param name="domain">The domain whose mail is delivered to the portal.</param>
public sealed class ReturnAddress(PublicToken tokens, string domain)
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int TokenBytes = 24;
    private const int Letters = 39;

    /// <summary>Where reports about a delivery come back to.</summary>
    public string ForBounces(long deliveryId) => Create('b', TokenScope.Bounce, deliveryId);

    /// <summary>Where a mail program sends the mail that unsubscribes.</summary>
    public string ForUnsubscribing(long deliveryId) => Create('u', TokenScope.UnsubscribeMail, deliveryId);

    /// <summary>What an address is for, when it is one of ours.</summary>
    public bool TryRead(string localPart, string atDomain, out TokenScope scope, out long deliveryId)
    {
        (scope, deliveryId) = (default, 0);
        if (!atDomain.Equals(domain, StringComparison.OrdinalIgnoreCase) || localPart.Length != Letters + 1
            || !TryDecode(localPart[1..], out var token)) return false;
        scope = localPart[0] switch { 'b' or 'B' => TokenScope.Bounce, 'u' or 'U' => TokenScope.UnsubscribeMail, _ => default };
        return scope != default && tokens.TryRead(token, scope, out deliveryId, out _);
    }

    private string Create(char kind, TokenScope scope, long deliveryId)
    {
        Span<byte> raw = stackalloc byte[TokenBytes];
        Base64Url.DecodeFromChars(tokens.Create(scope, deliveryId), raw);
        Span<char> text = stackalloc char[Letters + 1];
        text[0] = kind;
        for (var i = 0; i < Letters; i++)
        {
            var bit = i * 5;
            var window = raw[bit / 8] << 8 | (bit / 8 + 1 < TokenBytes ? raw[bit / 8 + 1] : 0);
            text[i + 1] = Alphabet[window >> (11 - bit % 8) & 31];
        }

        return $"{text}@{domain}";
    }

    private static bool TryDecode(string letters, [NotNullWhen(true)] out string? token)
    {
        token = null;
        Span<byte> raw = stackalloc byte[TokenBytes];
        for (var i = 0; i < letters.Length; i++)
        {
            var value = Alphabet.IndexOf(char.ToLowerInvariant(letters[i]), StringComparison.Ordinal);
            if (value < 0) return false;
            var bit = i * 5;
            var window = value << (11 - bit % 8);
            raw[bit / 8] |= (byte)(window >> 8);
            if (bit / 8 + 1 < TokenBytes) raw[bit / 8 + 1] |= (byte)window;
            else if ((window & 0xff) != 0) return false;
        }

        token = Base64Url.EncodeToString(raw);
        return true;
    }
}
