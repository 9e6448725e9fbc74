using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Sending.Throttling;

/// <summary>Which answers of a mail server ask for less mail (RFC 5321 4.2.3, RFC 3463).</summary>
internal static class AnswerRules
{
    /// <summary>
    /// True for 421, 450, 451, 452 and 454 that speak of system, network or policy; not for a mailbox that is full or busy (4.1.x, 4.2.x),
    /// nor for greylisting, which only wants the same message again later.
    /// </summary>
    internal static bool AskForLess(SmtpException trouble)
    {
        if (trouble.Trouble != SmtpTrouble.Temporary || trouble.Reply is not { } reply)
            return false;
        if (reply.Text.Contains("greylist", StringComparison.OrdinalIgnoreCase)
            || reply.Text.Contains("graylist", StringComparison.OrdinalIgnoreCase))
            return false;
        return reply.EnhancedCode is { } enhanced
            ? enhanced.StartsWith("4.7.", StringComparison.Ordinal) || enhanced.StartsWith("4.3.", StringComparison.Ordinal)
                || enhanced.StartsWith("4.4.", StringComparison.Ordinal)
            : reply.Code is 421 or 450 or 451 or 452 or 454;
    }
}
