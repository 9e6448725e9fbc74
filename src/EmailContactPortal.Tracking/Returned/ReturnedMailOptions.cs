using System.ComponentModel.DataAnnotations;
using System.Net;

namespace EmailContactPortal.Tracking.Returned;

/// <summary>Where bounces and mails to the unsubscribe address come in (configuration section <c>Bounces</c>); off by default.</summary>
public sealed class ReturnedMailOptions : IValidatableObject
{
    public const string Section = "Bounces";

    /// <summary>The domain whose mail is delivered to the portal; empty leaves bounces with the sender address.</summary>
    public string Domain { get; set; } = "";

    /// <summary>Port of the SMTP receiver on this instance; 0 is none.</summary>
    [Range(0, 65535, ErrorMessage = "must be from 1 to 65535, or 0 for off")]
    public int SmtpPort { get; set; }

    /// <summary>The network address to listen on.</summary>
    public string Address { get; set; } = "0.0.0.0";

    /// <summary>Largest mail taken, bytes; reports are small.</summary>
    [Range(10_000, int.MaxValue, ErrorMessage = "must be at least {1} bytes")]
    public int MaxMessageSize { get; set; } = 2 * 1024 * 1024;

    [Range(1, 100_000, ErrorMessage = "must be from {1} to {2}")]
    public int MaxConnections { get; set; } = 50;

    /// <summary>Mails taken in a minute; whoever comes after is told to come later.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "must be 1 or more")]
    public int MaxPerMinute { get; set; } = 6000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SmtpPort > 0 && Domain.Length == 0)
            yield return new(
                "Bounces:SmtpPort is set without Bounces:Domain; write the domain whose mail comes to that port, for example "
                    + "bounces.example.com.");
        if (Domain.Length > 0 && (Domain.Length > 200 || Uri.CheckHostName(Domain) != UriHostNameType.Dns))
            yield return new("must be a domain name, for example bounces.example.com", [nameof(Domain)]);
        if (!IPAddress.TryParse(Address, out _)) yield return new("must be a network address; 0.0.0.0 listens on all", [nameof(Address)]);
    }
}
