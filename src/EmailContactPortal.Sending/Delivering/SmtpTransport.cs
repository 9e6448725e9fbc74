using EmailContactPortal.Data.Keys;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Mail.Smtp;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>The portal's own SMTP client as transport.</summary>
internal sealed class SmtpTransport(SecretBox secrets, IOptions<SendingOptions> options) : IMailTransport
{
    public async Task<IMailLine> OpenAsync(MailServer server, CancellationToken cancellationToken) =>
        new Line(await SmtpConnection.OpenAsync(Endpoint(server, new SmtpTimeouts()), cancellationToken));

    /// <summary>How to talk to a server.</summary>
    internal SmtpEndpoint Endpoint(MailServer server, SmtpTimeouts timeouts) => new(server.Host, server.Port)
    {
        Security = server.Security switch
        {
            MailSecurity.None => SmtpSecurity.None,
            MailSecurity.StartTls => SmtpSecurity.StartTls,
            MailSecurity.Tls => SmtpSecurity.Tls,
            _ => SmtpSecurity.Auto,
        },
        Credentials = string.IsNullOrEmpty(server.UserName) ? null : new SmtpCredentials(server.UserName, secrets.Unprotect(server.ProtectedPassword) ?? ""),
        HelloName = options.Value.PublicUrl.Host,
        AcceptsAnyCertificate = options.Value.AcceptAnyCertificate,
        Timeouts = timeouts,
    };

    private sealed class Line(SmtpConnection connection) : IMailLine
    {
        public bool IsUsable => connection.IsUsable;

        public Task<SmtpException?> BeginAsync(SmtpEnvelope envelope, CancellationToken cancellationToken) => connection.BeginAsync(envelope, cancellationToken);

        public Task<SmtpTurn> FinishAsync(ReadOnlyMemory<byte> message, SmtpEnvelope? next, CancellationToken cancellationToken) =>
            connection.FinishAsync(message, next, cancellationToken);

        public Task QuitAsync(CancellationToken cancellationToken) => connection.QuitAsync(cancellationToken);

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
