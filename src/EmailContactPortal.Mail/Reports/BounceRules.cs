using System.Text.RegularExpressions;

namespace EmailContactPortal.Mail.Reports;

/// <summary>Tells hard from soft: by the enhanced status code (RFC 3463), and by the words where the code says little.</summary>
internal static partial class BounceRules
{
    internal static ReturnedMail Judge(string? status, string words)
    {
        // Many servers report 5.0.0 and say the exact code in their words.
        var exact = EnhancedCode().Match(words) is { Success: true } found
            && (status is null || status.EndsWith(".0.0", StringComparison.Ordinal)) ? found.Value : status;
        var isHard = !SpeaksOfSender().IsMatch(words)
            && (exact is null ? PermanentReply().IsMatch(words) && SaysUnknown(words) : IsHard(exact, words));
        return new ReturnedMail(isHard ? ReturnedKind.HardBounce : ReturnedKind.SoftBounce, exact, words);
    }

    /// <summary>Whether a text without a report speaks of a failure at all.</summary>
    internal static bool SpeaksOfFailure(string words) =>
        EnhancedCode().IsMatch(words) || PermanentReply().IsMatch(words) || SaysUnknown(words);

    private static bool IsHard(string status, string words)
    {
        var parts = status.Split('.');
        if (parts.Length != 3 || parts[0] != "5")
            return false;
        return (parts[1], parts[2]) switch
        {
            // The sender's address is at fault, not the recipient's.
            ("1", "7" or "8") => false,
            ("1", _) => true,
            ("2", "1") => true,
            ("2", "2" or "3") => false,
            ("4", "4") => true,
            _ => SaysUnknown(words),
        };
    }

    private static bool SaysUnknown(string words) => UnknownWords().IsMatch(words);

    // Then it is we who are refused: the same address may take the next mail.
    [GeneratedRegex(
        @"\bsender\b.{0,60}\b(rejected|denied|refused|blocked|invalid|not (allowed|permitted|accepted|found|exist)|(does not|doesn't) exist"
            + @"|unknown|unverified|verif)|\b(unknown|invalid|bad|unverified) sender\b|\bfrom address\b|\b(spf|dkim|dmarc)\b|\bblack-?list|"
            + @"\bblock-?list|\bdnsbl\b|\breputation\b|\brelay(ing)? (access )?(denied|not permitted)|\bspam\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex SpeaksOfSender();

    [GeneratedRegex(@"(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])")]
    private static partial Regex EnhancedCode();

    [GeneratedRegex(@"(?<![\d.])5[0-5]\d[ -]")]
    private static partial Regex PermanentReply();

    [GeneratedRegex(
        "user (is )?unknown|unknown (user|recipient|address|mailbox)|recipient (is )?unknown|no such "
        + "(user|recipient|mailbox|person|address)|(user|account|mailbox|address|recipient|domain).{0,40}(does not|doesn't) exist"
        + "|(invalid|unrouteable|undeliverable) (recipient|mailbox|address)|no mailbox|(user|mailbox|recipient|address) not "
        + "found|(account|mailbox) (is )?(disabled|inactive|closed)|not a valid (user|mailbox|recipient)",
        RegexOptions.IgnoreCase)]
    private static partial Regex UnknownWords();
}
