using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace EmailContactPortal.Sending;

/// <summary>
/// What sending needs to know of the installation (configuration section <c>Sending</c>; the public address comes from the portal's).
/// </summary>
public sealed class SendingOptions
{
    public const string Section = "Sending";

    /// <summary>Where the portal's public pages are.</summary>
    [Browsable(false)]
    public Uri PublicUrl { get; set; } = new("http://localhost:5080");

    /// <summary>
    /// The domain that bounces come back to, each to an address of its own delivery (VERP); empty sends them to the sender address.
    /// </summary>
    [Browsable(false)]
    public string ReturnDomain { get; set; } = "";

    /// <summary>The name this instance goes by in leases; must differ between instances.</summary>
    [Required(ErrorMessage = "must be a name")]
    [StringLength(100, ErrorMessage = "must be a name of at most {1} characters")]
    public string Instance { get; set; } = $"{Environment.MachineName}-{Environment.ProcessId}";

    /// <summary>How long an instance may be silent before others take over what it holds.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00", ErrorMessage = "must be from 10 seconds to a day")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a deferred message is tried again before it is given up.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00", ErrorMessage = "must be more than nothing and at most a year")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(48);

    /// <summary>How long a polite stop waits for the messages on their way.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "must be from nothing to a day")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Takes any certificate of a mail server; for servers inside one's own walls only.</summary>
    public bool AcceptAnyCertificate { get; set; }

    /// <summary>The named HTTP client that access tokens are asked for with.</summary>
    [Browsable(false)]
    public string HttpClientName { get; set; } = "";

    /// <summary>Who gives access tokens for Microsoft 365; national clouds have their own.</summary>
    public Uri MicrosoftAuthority { get; set; } = new("https://login.microsoftonline.com/");
}
