using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Sending.Connecting;

/// <summary>Opens connections to mail servers: the seam where another mail library can be put.</summary>
public interface IMailTransport
{
    /// <summary>Connects and signs in; throws <see cref="SmtpException"/>.</summary>
    Task<SmtpConnection> OpenAsync(MailServer server, CancellationToken cancellationToken);
}
