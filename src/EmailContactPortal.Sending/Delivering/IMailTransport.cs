using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>Opens connections to mail servers: the seam where another mail library can be put.</summary>
public interface IMailTransport
{
    /// <summary>Connects and signs in; throws <see cref="SmtpException"/>.</summary>
    Task<IMailLine> OpenAsync(MailServer server, CancellationToken cancellationToken);
}

/// <summary>One open connection, as <see cref="SmtpConnection"/> describes it.</summary>
public interface IMailLine : IAsyncDisposable
{
    bool IsUsable { get; }

    /// <summary>Brings the envelope to the server; null when it waits for the message.</summary>
    Task<SmtpException?> BeginAsync(SmtpEnvelope envelope, CancellationToken cancellationToken);

    /// <summary>Sends the message begun and begins the next; nothing of the message may leave before this is called.</summary>
    Task<SmtpTurn> FinishAsync(ReadOnlyMemory<byte> message, SmtpEnvelope? next, CancellationToken cancellationToken);

    /// <summary>Says goodbye.</summary>
    Task QuitAsync(CancellationToken cancellationToken);
}
