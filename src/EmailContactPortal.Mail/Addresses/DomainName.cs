using System.Globalization;
using System.Text;

namespace EmailContactPortal.Mail.Addresses;

/// <summary>Domain names in the one form that DNS and SMTP know: lower-case ASCII labels (RFC 5890, RFC 1123).</summary>
public static class DomainName
{
    private const int MaxName = 253;
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>Brings a name to its ASCII form; false when it cannot be a host name.</summary>
    public static bool TryNormalize(string? text, out string domain)
    {
        domain = "";
        if (string.IsNullOrEmpty(text) || text.Length > MaxName)
            return false;
        if (Ascii.IsValid(text))
            domain = text.ToLowerInvariant();
        else if (!TryPunycode(text, out domain))
            return false;

        return IsHostName(domain);
    }

    private static bool TryPunycode(string text, out string domain)
    {
        try
        {
            domain = Idn.GetAscii(text).ToLowerInvariant();
            return true;
        }
        catch (ArgumentException)
        {
            domain = "";
            return false;
        }
    }

    private static bool IsHostName(string name)
    {
        if (name.Length > MaxName)
            return false;

        foreach (var range in name.AsSpan().Split('.'))
        {
            var label = name.AsSpan(range);
            if (label.IsEmpty || label.Length > 63 || label[0] == '-' || label[^1] == '-')
                return false;
            foreach (var c in label)
                if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                    return false;
        }

        return true;
    }
}
