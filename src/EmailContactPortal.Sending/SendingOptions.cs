namespace EmailContactPortal.Sending;

/// <summary>What sending needs to know of the installation (configuration section <c>Sending</c>; the public address comes from the portal's).</summary>
public sealed class SendingOptions
{
    public const string Section = "Sending";

    /// <summary>Where the portal's public pages are.</summary>
    public Uri PublicUrl { get; set; } = new("http://localhost:5080");

    /// <summary>The domain that bounces come back to, each to an address of its own delivery (VERP); empty sends them to the sender address.</summary>
    public string ReturnDomain { get; set; } = "";

    /// <summary>The name this instance goes by in leases; must differ between instances.</summary>
    public string Instance { get; set; } = $"{Environment.MachineName}-{Environment.ProcessId}";

    /// <summary>How long an instance may be silent before others take over what it holds.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a deferred message is tried again before it is given up.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(48);

    /// <summary>How long a polite stop waits for the messages on their way.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Takes any certificate of a mail server; for servers inside one's own walls only.</summary>
    public bool AcceptAnyCertificate { get; set; }

    /// <summary>The named HTTP client that access tokens are asked for with.</summary>
    public string HttpClientName { get; set; } = "";

    /// <summary>Who gives access tokens for Microsoft 365; national clouds have their own.</summary>
    public Uri MicrosoftAuthority { get; set; } = new("https://login.microsoftonline.com/");

    /// <summary>Everything that is wrong, in words.</summary>
    public IEnumerable<string> Problems()
    {
        if (Lease < TimeSpan.FromSeconds(10)) yield return $"Sending:Lease is {Lease}; it must be 10 seconds or more.";
        if (MaxAge <= TimeSpan.Zero) yield return $"Sending:MaxAge is {MaxAge}; it must be more than nothing.";
        if (Grace < TimeSpan.Zero) yield return $"Sending:Grace is {Grace}; it must not be negative.";
        if (Instance.Length is 0 or > 100) yield return "Sending:Instance must be a name of at most 100 characters.";
    }

    /// <summary>Hands what the section may set to the options that are used.</summary>
    public void CopyTo(SendingOptions other) =>
        (other.Instance, other.Lease, other.MaxAge, other.Grace, other.AcceptAnyCertificate, other.MicrosoftAuthority) = (Instance, Lease, MaxAge, Grace, AcceptAnyCertificate, MicrosoftAuthority);
}
