using System.Buffers;
using System.Globalization;
using EmailContactPortal.Domain.Wording;

namespace EmailContactPortal.Domain;

/// <summary>
/// The one rule for what the portal accepts as a recipient or sender address (RFC 5321 4.1.2, internationalised by RFC 6531),
/// and the key by which two spellings are the same person.
/// </summary>
public static class EmailAddress
{
    /// <summary>Longest address in characters (RFC 5321 4.5.3.1.3, path without brackets).</summary>
    public const int MaxLength = 254;

    private const int MaxLocalPart = 64;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";
    private static readonly SearchValues<char> LocalCharacters =
        SearchValues.Create(Letters + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + Digits + "!#$%&'*+-/=?^_`{|}~.");
    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create(Letters + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + Digits + "-");
    private static readonly SearchValues<char> LowerDomain = SearchValues.Create(Letters + Digits + "-.");
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true, AllowUnassigned = false };

    /// <summary>
    /// Takes blanks and invisible characters off the ends of <paramref name="input"/> and checks it; what is invisible inside is refused by
    /// name.
    /// </summary>
    /// <param name="input">As typed or imported.</param>
    /// <param name="address">The address as it will be mailed: trimmed, domain in lower case.</param>
    /// <param name="reason">Why not, in plain words, when the result is false.</param>
    public static bool TryNormalize(string? input, out string address, out string reason)
    {
        address = "";
        reason = Refuse(Clean(input), ref address);
        return reason.Length == 0;
    }

    /// <summary>An address as it was typed, without blanks and invisible characters at its ends.</summary>
    public static string Clean(string? input) => input is null ? "" : InvisibleText.Trim(input);

    /// <summary>
    /// The key for comparing: whole address in lower case, domain in its ASCII form, so that <c>A@Bücher.example</c> and
    /// <c>a@xn--bcher-kva.example</c> are one.
    /// </summary>
    /// <param name="address">An address that <see cref="TryNormalize"/> accepted.</param>
    public static string Key(string address)
    {
        // Imports ask this half a million times in a second or two, and nearly all addresses are plain ASCII.
        if (IsAscii(address)) return address.ToLowerInvariant();
        var at = address.LastIndexOf('@');
        if (at < 0) return address.ToLowerInvariant();
        var domain = address[(at + 1)..];
        return string.Concat(
            address.AsSpan(0, at).ToString().ToLowerInvariant(), "@",
            IsAscii(domain) ? domain.ToLowerInvariant() : Idn.GetAscii(domain).ToLowerInvariant());
    }

    /// <summary>The domain part, lower case, as written.</summary>
    public static string Domain(string address) => address[(address.LastIndexOf('@') + 1)..].ToLowerInvariant();

    private static string Refuse(string text, ref string address)
    {
        if (text.Length == 0) return Words.Of("address.empty");
        if (text.Length > MaxLength) return Words.Of("address.long", text.Length, MaxLength);
        foreach (var c in text)
        {
            if (char.IsControl(c)) return Words.Of("address.control");
            if (char.IsWhiteSpace(c)) return Words.Of("address.space");
        }

        if (text.Contains('\uFFFD', StringComparison.Ordinal)) return Words.Of("address.lost");
        if (!IsAscii(text) && InvisibleText.Find(text) is { } invisible) return Words.Of("address.invisible", invisible);
        var at = text.LastIndexOf('@');
        if (at < 0) return Words.Of("address.no-at");
        if (at == 0) return Words.Of("address.nothing-before");
        if (at == text.Length - 1) return Words.Of("address.nothing-after");
        if (at > MaxLocalPart) return Words.Of("address.long-before", MaxLocalPart);
        return RefuseLocal(text[..at]) ?? RefuseDomain(text[(at + 1)..]) ?? Accept(text, at, ref address);
    }

    private static string Accept(string text, int at, ref string address)
    {
        address = text.AsSpan(at + 1).ContainsAnyExcept(LowerDomain)
            ? string.Concat(text.AsSpan(0, at), "@", text[(at + 1)..].ToLowerInvariant())
            : text;
        return "";
    }

    private static string? RefuseLocal(string local)
    {
        if (local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal)) return Words.Of("address.dots");
        foreach (var c in local)
        {
            if (c <= 127 && !LocalCharacters.Contains(c)) return Words.Of("address.character", Show(c));
        }

        return null;
    }

    private static string? RefuseDomain(string domain)
    {
        string ascii;
        try
        {
            ascii = IsAscii(domain) ? domain : Idn.GetAscii(domain);
        }
        catch (ArgumentException)
        {
            return Words.Of("address.no-domain");
        }

        if (ascii.Length > 253 || !ascii.Contains('.', StringComparison.Ordinal)) return Words.Of("address.short-domain");
        foreach (var range in ascii.AsSpan().Split('.'))
        {
            var label = ascii.AsSpan()[range];
            if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-' || label.ContainsAnyExcept(LabelCharacters))
            {
                return Words.Of("address.no-domain");
            }
        }

        // A mail to 192.0.2.1 would go to a machine, not to whoever has the name.
        return ascii.AsSpan(ascii.LastIndexOf('.') + 1).ContainsAnyExceptInRange('0', '9') ? null : Words.Of("address.number");
    }

    private static bool IsAscii(string text) => System.Text.Ascii.IsValid(text);

    private static string Show(char c) =>
        c is '"' or '<' or '>' or '(' or ')' or ',' or ';' or ':' or '[' or ']' or '\\' or '@' ? $"'{c}'" : $"'{c}' (U+{(int)c:X4})";
}
