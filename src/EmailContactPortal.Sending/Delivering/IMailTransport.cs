using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>Opens connections to mail servers: the seam where another mail library can be put.</summary>
public interface IMailTransport
{
    /// <summary>Connects and signs in; throws <see cref="SmtpException"/>.</summary>
    /// <param name="server">Where to and how.</param>
    /// <param name="timeouts">How long to wait at each stage; those of RFC 5321 when null.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    Task<SmtpConnection> OpenAsync(MailServer server, SmtpTimeouts? timeouts, CancellationToken cancellationToken);
}
