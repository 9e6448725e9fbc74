using MailKit.Net.Smtp;
using Kit = MailKit.Net.Smtp;

namespace EmailContactPortal.Mail.Smtp.Clients;

/// <summary>From MailKit's words to the portal's: what a failure means, what a server can do.</summary>
internal static class MailKitTrouble
{
    /// <summary>What a failure means for the message.</summary>
    /// <param name="e">What MailKit or the wire threw.</param>
    /// <param name="stage">How far the conversation had come.</param>
    internal static SmtpException Explain(Exception e, SmtpStage stage) => e switch
    {
        SmtpException known => known,
        SmtpCommandException refused => SmtpException.Refused(StageOf(refused, stage), ReplyOf(refused)),
        MailKit.ServiceNotAuthenticatedException =>
            SmtpException.Refused(stage, SmtpReply.Create((int)SmtpStatusCode.AuthenticationRequired, e.Message)),
        SmtpProtocolException => new SmtpException(SmtpTrouble.Protocol, stage, $"The server's answer is not SMTP: {e.Message}", inner: e),
        OperationCanceledException => new SmtpException(SmtpTrouble.Network, stage, "Sending was broken off.", inner: e),
        IOException or ObjectDisposedException or MailKit.ServiceNotConnectedException =>
            new SmtpException(SmtpTrouble.Network, stage, $"The connection broke: {e.InnerException?.Message ?? e.Message}", inner: e),
        _ => new SmtpException(SmtpTrouble.Protocol, stage, $"The message could not be sent: {e.Message}", inner: e),
    };

    internal static SmtpReply ReplyOf(SmtpCommandException e) => SmtpReply.Create((int)e.StatusCode, e.Message);

    internal static SmtpCapabilities CapabilitiesOf(SmtpClient client) => new()
    {
        Pipelining = client.Capabilities.HasFlag(Kit.SmtpCapabilities.Pipelining),
        StartTls = client.Capabilities.HasFlag(Kit.SmtpCapabilities.StartTLS),
        EightBitMime = client.Capabilities.HasFlag(Kit.SmtpCapabilities.EightBitMime),
        SmtpUtf8 = client.Capabilities.HasFlag(Kit.SmtpCapabilities.UTF8),
        Chunking = client.Capabilities.HasFlag(Kit.SmtpCapabilities.Chunking),
        Dsn = client.Capabilities.HasFlag(Kit.SmtpCapabilities.Dsn),
        Size = client.Capabilities.HasFlag(Kit.SmtpCapabilities.Size),
        MaxSize = client.MaxSize,
        AuthMechanisms = [.. client.AuthenticationMechanisms.Select(mechanism => mechanism.ToUpperInvariant())],
    };

    private static SmtpStage StageOf(SmtpCommandException e, SmtpStage stage) => e.ErrorCode switch
    {
        SmtpErrorCode.SenderNotAccepted => SmtpStage.MailFrom,
        SmtpErrorCode.RecipientNotAccepted => SmtpStage.RcptTo,
        SmtpErrorCode.MessageNotAccepted => SmtpStage.EndOfData,
        _ => stage,
    };
}
