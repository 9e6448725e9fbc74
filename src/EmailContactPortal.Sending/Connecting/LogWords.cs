using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Sending.Connecting;

/// <summary>What may be kept of a line: no secret, no mail, nothing that names a person.</summary>
internal static partial class LogWords
{
    internal static IEnumerable<string> Lines(ReadOnlySpan<byte> bytes) =>
        Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r'));

    /// <summary>The mechanism and nothing else.</summary>
    internal static string OfSignIn(string line)
    {
        var words = line.Split(' ');
        return words[0].Equals("AUTH", StringComparison.OrdinalIgnoreCase) && words.Length > 1
            ? $"AUTH {words[1]}{(words.Length > 2 ? " [hidden]" : "")}"
            : "[hidden]";
    }

    /// <summary>The line with only the domains of its addresses; the return path has a token that works.</summary>
    internal static string WithoutAddresses(string line)
    {
        var isReturnPath = line.StartsWith("MAIL FROM:", StringComparison.OrdinalIgnoreCase);
        var text = Envelope().Replace(Recipient().Replace(line, "ORCPT=[address]"), "ENVID=[hidden]");
        return Address().Replace(text, isReturnPath ? "[return path]@$1" : "[address]@$1");
    }

    /// <summary>How many of the bytes are a message; what follows are commands.</summary>
    internal static int EndOfMail(SmtpStage stage, ReadOnlySpan<byte> bytes)
    {
        if (stage == SmtpStage.Body)
            return bytes.Length;
        if (bytes.StartsWith("BDAT "u8) && bytes.IndexOf((byte)'\n') is > 0 and var line)
        {
            var size = Encoding.ASCII.GetString(bytes[5..line]).Split(' ')[0];
            if (int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= bytes.Length - line - 1)
                return line + 1 + length;
        }

        var end = bytes.LastIndexOf("\r\n.\r\n"u8);
        return end < 0 ? bytes.Length : end + 5;
    }

    [GeneratedRegex(@"(?:""[^""]*""|[^\s<>""@,;:=()\[\]]+)@([\p{L}\p{N}.\-]+|\[[^\]\s]*\])", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Address();

    [GeneratedRegex(@"ORCPT=\S+", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Recipient();

    [GeneratedRegex(@"ENVID=\S+", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Envelope();
}
