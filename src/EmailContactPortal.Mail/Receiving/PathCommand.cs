using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using EmailContactPortal.Mail.Addresses;

namespace EmailContactPortal.Mail.Receiving;

/// <summary>The path and parameters of a MAIL or RCPT command (RFC 5321 4.1.1.2, 4.1.1.3).</summary>
internal sealed record PathCommand(MailboxAddress? Address, long Size)
{
    internal static bool TryParse(string keyword, string arguments, [NotNullWhen(true)] out PathCommand? command, out string fault)
    {
        command = null;
        fault = "501 5.5.4 Bad syntax";
        if (!arguments.StartsWith(keyword, StringComparison.OrdinalIgnoreCase))
            return false;

        // Many clients put a blank after the colon, which the RFC does not allow and every server takes.
        var rest = arguments[keyword.Length..].TrimStart();
        var end = rest.LastIndexOf('>');
        if (!rest.StartsWith('<') || end < 0)
            return false;

        var path = rest[1..end];
        MailboxAddress? address = null;
        if (path.Length > 0 && !MailboxAddress.TryParse(path, out address, out _))
            return false;

        long size = 0;
        var isUtf8 = false;
        foreach (var parameter in rest[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = parameter.Split('=')[0].ToUpperInvariant();
            if (name == "SIZE" && parameter.Length > 5
                && long.TryParse(parameter.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out size) || name == "BODY")
                continue;
            if (name != "SMTPUTF8")
            {
                fault = "555 5.5.4 Unknown parameter";
                return false;
            }

            isUtf8 = true;
        }

        fault = "553 5.6.7 International addresses need SMTPUTF8";
        if (keyword == "FROM:" && !isUtf8 && !Ascii.IsValid(path))
            return false;

        command = new PathCommand(address, size);
        return true;
    }
}
