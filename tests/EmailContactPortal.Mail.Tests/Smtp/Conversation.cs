using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Mail.Tests.Smtp;

/// <summary>What recorded conversations have in common.</summary>
internal static class Conversation
{
    internal const string Hello = """
        S: 220 mx.example.com ESMTP
        C: EHLO client.example.com
        S: 250-mx.example.com
        S: 250-PIPELINING
        S: 250-SIZE 10000
        S: 250-8BITMIME
        S: 250-SMTPUTF8
        S: 250-DSN
        S: 250 ENHANCEDSTATUSCODES

        """;

    /// <summary>A server from before RFC 1869.</summary>
    internal const string OldHello = """
        S: 220-mx.example.com ESMTP
        S: 220 welcome
        C: EHLO client.example.com
        S: 502 what?
        C: HELO client.example.com
        S: 250 mx.example.com

        """;

    internal static readonly byte[] Message = "Subject: x\r\n\r\n.dot\r\nend\r\n"u8.ToArray();

    internal static SmtpMessage To(string recipient) =>
        new(
            new SmtpEnvelope(MailboxAddress.Parse("bounce@example.com"), MailboxAddress.Parse(recipient)) { Size = Message.Length },
            Message);
}
