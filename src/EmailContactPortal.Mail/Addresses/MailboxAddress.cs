using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EmailContactPortal.Mail.Addresses;

/// <summary>One address as it goes over the wire: local part as given, domain in ASCII (RFC 5321 4.1.2, RFC 6531).</summary>
public sealed record MailboxAddress
{
    private const int MaxLocalPart = 64;
    private const int MaxAddress = 254;

    private MailboxAddress(string localPart, string domain)
    {
        LocalPart = localPart;
        Domain = domain;
    }

    /// <summary>What stands before the at sign, unchanged: only the receiving server may interpret it.</summary>
    public string LocalPart { get; }

    /// <summary>The domain in lower-case ASCII; international names are in punycode.</summary>
    public string Domain { get; }

    /// <summary>True when the local part is international, so that the server must speak SMTPUTF8.</summary>
    public bool NeedsSmtpUtf8 => !Ascii.IsValid(LocalPart);

    /// <summary>Reads an address or throws <see cref="FormatException"/> with the reason.</summary>
    public static MailboxAddress Parse(string text) =>
        TryParse(text, out var address, out var fault)
            ? address
            : throw new FormatException($"Not a mail address: {fault}.");

    /// <summary>Reads an address; <paramref name="fault"/> says in words what is wrong with it.</summary>
    public static bool TryParse(
        string? text,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out MailboxAddress? address,
        out AddressFault fault)
    {
        address = null;
        fault = Check(text, out var localPart, out var domain);
        if (fault != AddressFault.None)
            return false;

        address = new MailboxAddress(localPart, domain);
        return true;
    }

    /// <summary>The address as written in envelope and headers.</summary>
    public override string ToString() => $"{LocalPart}@{Domain}";

    private static AddressFault Check(string? text, out string localPart, out string domain)
    {
        localPart = domain = "";
        if (string.IsNullOrEmpty(text))
            return AddressFault.Empty;
        if (text.AsSpan().IndexOfAnyInRange('\0', '\u001f') >= 0 || text.Contains('\u007f'))
            return AddressFault.ControlCharacter;

        var at = text.LastIndexOf('@');
        if (at < 0)
            return AddressFault.NoAtSign;
        if (!IsLocalPart(text.AsSpan(0, at)))
            return AddressFault.LocalPart;
        if (!TryDomain(text[(at + 1)..], out domain))
            return AddressFault.Domain;

        localPart = text[..at];
        var localLength = Encoding.UTF8.GetByteCount(localPart);
        return localLength > MaxLocalPart || localLength + 1 + domain.Length > MaxAddress
            ? AddressFault.TooLong
            : AddressFault.None;
    }

    private static bool IsLocalPart(ReadOnlySpan<char> text)
    {
        if (text.Length >= 2 && text[0] == '"' && text[^1] == '"')
            return IsQuoted(text[1..^1]);
        if (text.IsEmpty || text[0] == '.' || text[^1] == '.')
            return false;

        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '.')
            {
                if (text[i - 1] == '.')
                    return false;
            }
            else if (!IsAtomText(c) && !IsInternational(text, ref i))
                return false;
        }

        return true;
    }

    private static bool IsQuoted(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && ++i == text.Length)
                return false;
            if (text[i] == '"' && (i == 0 || text[i - 1] != '\\'))
                return false;
            if (text[i] > '~' && !IsInternational(text, ref i))
                return false;
        }

        return true;
    }

    private static bool IsAtomText(char c) =>
        char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".Contains(c);

    // RFC 6531 3.3 lets UTF-8 stand wherever atext may; spaces, format characters and half surrogates are left out.
    private static bool IsInternational(ReadOnlySpan<char> text, ref int index)
    {
        if (text[index] < 0x80 || Rune.DecodeFromUtf16(text[index..], out var rune, out var used) != System.Buffers.OperationStatus.Done)
            return false;

        index += used - 1;
        return Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
    }

    private static bool TryDomain(string text, out string domain)
    {
        domain = "";
        if (text.StartsWith('[') && text.EndsWith(']'))
            return TryLiteral(text, ref domain);
        return DomainName.TryNormalize(text, out domain);
    }

    private static bool TryLiteral(string text, ref string domain)
    {
        var inner = text[1..^1];
        var isIpv6 = inner.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase);
        if (!IPAddress.TryParse(isIpv6 ? inner[5..] : inner, out var ip)
            || (ip.AddressFamily == AddressFamily.InterNetworkV6) != isIpv6
            || (!isIpv6 && inner.Split('.').Length != 4))
            return false;

        domain = isIpv6 ? $"[IPv6:{ip}]" : $"[{ip}]";
        return true;
    }
}
