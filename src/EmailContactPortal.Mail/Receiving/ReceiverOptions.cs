using System.Net;
using EmailContactPortal.Mail.Addresses;

namespace EmailContactPortal.Mail.Receiving;

/// <summary>Where a receiver listens, what it takes, and its bounds.</summary>
public sealed record ReceiverOptions
{
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 takes a free one.</summary>
    public int Port { get; init; }

    public string HostName { get; init; } = "localhost";

    public int MaxMessageSize { get; init; } = 32 * 1024 * 1024;

    public int MaxConnections { get; init; } = 100;

    public int MaxRecipients { get; init; } = 100;

    /// <summary>How long a client may be silent.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long one connection may last; without end when null.</summary>
    public TimeSpan? MaxSession { get; init; }

    /// <summary>Told when a session ends by a fault of the program; the others go on.</summary>
    public Action<Exception>? Failed { get; init; }

    /// <summary>Who is known here; everybody when null.</summary>
    public Func<MailboxAddress, bool>? Knows { get; init; }
}
