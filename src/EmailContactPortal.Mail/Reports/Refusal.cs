using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Mail.Reports;

/// <summary>
/// What a refusal in the conversation itself says about the recipient's mailbox, by the same rules as a mail that came back.
/// </summary>
public static class Refusal
{
    /// <summary>
    /// Whether the server says for good that there is no such mailbox: a 5xx answer to the recipient's address or to the message, and not
    /// one about the sender or the content.
    /// </summary>
    public static bool IsHard(SmtpException trouble) =>
        trouble.Trouble == SmtpTrouble.Permanent
        && trouble.Stage is SmtpStage.RcptTo or SmtpStage.EndOfData
        && trouble.Reply is { Code: >= 500 and < 560 } reply
        && BounceRules.Judge(reply.EnhancedCode, reply.ToString()).Kind == ReturnedKind.HardBounce;
}
