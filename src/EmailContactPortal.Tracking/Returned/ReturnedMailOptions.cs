using System.Net;

namespace EmailContactPortal.Tracking.Returned;

/// <summary>Where bounces and mails to the unsubscribe address come in (configuration section <c>Bounces</c>); off by default.</summary>
public sealed class ReturnedMailOptions
{
    public const string Section = "Bounces";

    /// <summary>The domain whose mail is delivered to the portal; empty leaves bounces with the sender address.</summary>
    public string Domain { get; set; } = "";

    /// <summary>Port of the SMTP receiver on this instance; 0 is none.</summary>
    public int SmtpPort { get; set; }

    /// <summary>The network address to listen on.</summary>
    public string Address { get; set; } = "0.0.0.0";

    /// <summary>Largest mail taken, bytes; reports are small.</summary>
    public int MaxMessageSize { get; set; } = 2 * 1024 * 1024;

    public int MaxConnections { get; set; } = 50;

    /// <summary>Mails taken in a minute; whoever comes after is told to come later.</summary>
    public int MaxPerMinute { get; set; } = 6000;

    /// <summary>Everything that is wrong, in words.</summary>
    public IEnumerable<string> Problems()
    {
        if (SmtpPort is < 0 or > 65535) yield return $"Bounces:SmtpPort is {SmtpPort}; a port is a number from 1 to 65535, 0 is off.";
        if (SmtpPort > 0 && Domain.Length == 0) yield return "Bounces:SmtpPort is set without Bounces:Domain; write the domain whose mail comes to that port, for example bounces.example.com.";
        if (Domain.Length > 0 && (Domain.Length > 200 || Uri.CheckHostName(Domain) != UriHostNameType.Dns)) yield return $"Bounces:Domain is '{Domain}', which is no domain name.";
        if (!IPAddress.TryParse(Address, out _)) yield return $"Bounces:Address is '{Address}', which is no network address; 0.0.0.0 listens on all.";
        if (MaxMessageSize < 10_000 || MaxConnections < 1 || MaxPerMinute < 1) yield return "Bounces:MaxMessageSize, :MaxConnections and :MaxPerMinute must leave room: at least 10000 bytes, 1 connection, 1 mail a minute.";
    }
}
