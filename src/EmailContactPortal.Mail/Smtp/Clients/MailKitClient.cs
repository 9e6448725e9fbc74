using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace EmailContactPortal.Mail.Smtp.Clients;

/// <summary>MailKit's client, told what is known already (size, DSN options) and asked how far it has come.</summary>
internal sealed class MailKitClient(WireStream stream) : SmtpClient
{
    /// <summary>What is being sent.</summary>
    internal ReadyMessage? Message { get; set; }

    /// <summary>Says one line of the sign-in.</summary>
    internal async Task<SmtpReply> AskAsync(string line, CancellationToken cancellationToken)
    {
        stream.Stage = SmtpStage.Auth;
        var response = await SendCommandAsync($"{line}\r\n", cancellationToken);
        return SmtpReply.Create((int)response.StatusCode, response.Response);
    }

    // MailKit would write the whole message once to measure it, and encode it anew.
    protected override long GetSize(FormatOptions options, MimeMessage message, CancellationToken cancellationToken) =>
        SizeOf(Message!.Current);

    protected override Task<long> GetSizeAsync(FormatOptions options, MimeMessage message, CancellationToken cancellationToken) =>
        Task.FromResult(SizeOf(Message!.Current));

    protected override void Prepare(FormatOptions options, MimeMessage message, EncodingConstraint constraint, int maxLineLength)
    {
    }

    protected override string? GetEnvelopeId(MimeMessage message) => Message!.Current.Envelope.EnvelopeId;

    protected override DeliveryStatusNotification? GetDeliveryStatusNotifications(MimeMessage message, MimeKit.MailboxAddress mailbox)
    {
        var wanted = Message!.Current.Envelope.Notify;
        // MailKit would name an international recipient as one of RFC 822, which RFC 6533 forbids; the server's own choice of reports
        // stays.
        if (wanted == DsnNotify.Unspecified || Message.Current.Envelope.Recipient.NeedsSmtpUtf8)
            return null;
        var result = default(DeliveryStatusNotification);
        if (wanted.HasFlag(DsnNotify.Never))
            result |= DeliveryStatusNotification.Never;
        if (wanted.HasFlag(DsnNotify.Success))
            result |= DeliveryStatusNotification.Success;
        if (wanted.HasFlag(DsnNotify.Failure))
            result |= DeliveryStatusNotification.Failure;
        return wanted.HasFlag(DsnNotify.Delay) ? result | DeliveryStatusNotification.Delay : result;
    }

    protected override void OnSenderAccepted(MimeMessage message, MimeKit.MailboxAddress mailbox, SmtpResponse response)
    {
        if (stream.Stage == SmtpStage.MailFrom)
            stream.Stage = SmtpStage.RcptTo;
    }

    protected override void OnRecipientAccepted(MimeMessage message, MimeKit.MailboxAddress mailbox, SmtpResponse response) =>
        stream.Stage = SmtpStage.Data;

    // MailKit's own would say less: that no recipient was taken.
    protected override void OnRecipientNotAccepted(MimeMessage message, MimeKit.MailboxAddress mailbox, SmtpResponse response) =>
        throw new SmtpCommandException(SmtpErrorCode.RecipientNotAccepted, response.StatusCode, mailbox, response.Response);

    private static long SizeOf(SmtpMessage message) => message.Envelope.Size > 0 ? message.Envelope.Size : message.Content.Length;
}
