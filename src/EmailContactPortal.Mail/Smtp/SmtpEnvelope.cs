using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Encodings;

namespace EmailContactPortal.Mail.Smtp;

/// <summary>For which events the server is to return a report (RFC 3461 4.1).</summary>
[Flags]
public enum DsnNotify
{
    /// <summary>Says nothing, so that the server does as it likes.</summary>
    Unspecified = 0,
    Never = 1,
    Success = 2,
    Failure = 4,
    Delay = 8,
}

/// <summary>Return path and recipient of one message, apart from what its headers say.</summary>
/// <param name="ReturnPath">Where bounces go; null for the empty path of reports.</param>
/// <param name="Recipient">Who gets it.</param>
public sealed record SmtpEnvelope(MailboxAddress? ReturnPath, MailboxAddress Recipient)
{
    /// <summary>The size of the message where it is known (RFC 1870).</summary>
    public long Size { get; init; }

    /// <summary>True when the message has bytes beyond ASCII.</summary>
    public bool IsEightBit { get; init; }

    /// <summary>An id that returns in delivery reports (RFC 3461 4.4); printable ASCII.</summary>
    public string? EnvelopeId { get; init; }

    public DsnNotify Notify { get; init; }

    internal bool NeedsSmtpUtf8 => Recipient.NeedsSmtpUtf8 || ReturnPath is { NeedsSmtpUtf8: true };

    /// <summary>Why this server cannot carry the message, or null.</summary>
    internal SmtpException? CheckAgainst(SmtpCapabilities server)
    {
        if (NeedsSmtpUtf8 && !server.SmtpUtf8)
            return new SmtpException(
                SmtpTrouble.Permanent, SmtpStage.RcptTo, "The mail server does not take international addresses (SMTPUTF8).");
        if (server.MaxSize > 0 && Size > server.MaxSize)
            return new SmtpException(
                SmtpTrouble.Permanent, SmtpStage.MailFrom,
                $"The message has {Size} bytes, and the mail server takes {server.MaxSize} at most.");
        return IsEightBit && !NeedsSmtpUtf8 && !server.EightBitMime
            ? new SmtpException(
                SmtpTrouble.Permanent, SmtpStage.MailFrom, "The message has 8-bit text, which the mail server does not take (8BITMIME).")
            : null;
    }

    internal void WriteMailFrom(SmtpCapabilities server, MessageBuffer output)
    {
        output.Write("MAIL FROM:<"u8);
        if (ReturnPath is not null)
            Write(ReturnPath, output);
        output.Write(">"u8);
        if (server.Size && Size > 0)
        {
            output.Write(" SIZE="u8);
            output.Write(Size);
        }

        if (server.EightBitMime && (IsEightBit || NeedsSmtpUtf8))
            output.Write(" BODY=8BITMIME"u8);
        if (NeedsSmtpUtf8)
            output.Write(" SMTPUTF8"u8);
        if (server.Dsn && EnvelopeId is not null)
        {
            output.Write(" RET=HDRS ENVID="u8);
            WriteXText(EnvelopeId, output);
        }

        output.Write("\r\n"u8);
    }

    internal void WriteRcptTo(SmtpCapabilities server, MessageBuffer output)
    {
        output.Write("RCPT TO:<"u8);
        Write(Recipient, output);
        output.Write(">"u8);
        if (server.Dsn && Notify != DsnNotify.Unspecified)
        {
            output.Write(" NOTIFY="u8);
            output.Write(Notify.HasFlag(DsnNotify.Never)
                ? "NEVER"
                : Notify.ToString().ToUpperInvariant().Replace(", ", ",", StringComparison.Ordinal));
            // Servers on the way may change the recipient; reports then still name the one that was meant (RFC 3461 4.2).
            if (!Recipient.NeedsSmtpUtf8)
            {
                output.Write(" ORCPT=rfc822;"u8);
                WriteXText(Recipient.ToString(), output);
            }
        }

        output.Write("\r\n"u8);
    }

    private static void Write(MailboxAddress address, MessageBuffer output)
    {
        output.Write(address.LocalPart);
        output.Write("@"u8);
        output.Write(address.Domain);
    }

    // RFC 3461 4: "+", "=" and everything outside printable ASCII as +HH.
    private static void WriteXText(string text, MessageBuffer output)
    {
        foreach (var b in System.Text.Encoding.UTF8.GetBytes(text))
        {
            if (b is > 32 and < 127 and not (byte)'+' and not (byte)'=')
                output.Write(b);
            else
                output.Write($"+{b:X2}");
        }
    }
}
