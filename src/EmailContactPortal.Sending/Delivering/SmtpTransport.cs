using EmailContactPortal.Data.Keys;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Mail.Smtp;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>Talks SMTP to a server as its settings say.</summary>
internal sealed class SmtpTransport(SecretBox secrets, IOptions<SendingOptions> options) : IMailTransport
{
    public Task<SmtpConnection> OpenAsync(MailServer server, SmtpTimeouts? timeouts, CancellationToken cancellationToken) =>
        SmtpConnection.OpenAsync(Endpoint(server, timeouts ?? new SmtpTimeouts()), cancellationToken);

    private SmtpEndpoint Endpoint(MailServer server, SmtpTimeouts timeouts) => new(server.Host, server.Port)
    {
        Client = server.Client == MailClient.Pipelined ? SmtpClientKind.Pipelined : SmtpClientKind.MailKit,
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
}
