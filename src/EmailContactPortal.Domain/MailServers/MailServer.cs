namespace EmailContactPortal.Domain.MailServers;

/// <summary>How a connection to a mail server is secured.</summary>
public enum MailSecurity
{
    None = 0,

    /// <summary>STARTTLS required (RFC 3207).</summary>
    StartTls = 1,

    /// <summary>TLS from the first byte (RFC 8314).</summary>
    Tls = 2,

    /// <summary>STARTTLS when the server offers it.</summary>
    Auto = 3,
}

/// <summary>Which client talks to a mail server.</summary>
public enum MailClient
{
    /// <summary>MailKit, which is known to work with every server.</summary>
    MailKit = 0,

    /// <summary>The portal's own: one round trip a message, for a relay that is far away or very large mailings.</summary>
    Pipelined = 1,
}

/// <summary>How the portal signs in to a mail server.</summary>
public enum MailSignIn
{
    /// <summary>User name and password, by the best mechanism both sides know.</summary>
    Password = 0,

    /// <summary>An OAuth 2.0 access token that a person pasted (XOAUTH2); it ends when its issuer says so.</summary>
    AccessToken = 1,

    /// <summary>Microsoft 365: client id and secret of an app registration get the tokens (RFC 6749 section 4.4).</summary>
    Microsoft365 = 2,

    /// <summary>Google Workspace: the key of a service account with domain-wide delegation gets the tokens (RFC 7523).</summary>
    Google = 3,
}

/// <summary>A server that takes the portal's mail, with its limits and its trouble.</summary>
public sealed class MailServer
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public required string Host { get; set; }

    public int Port { get; set; } = 587;

    public MailSecurity Security { get; set; } = MailSecurity.Auto;

    public MailClient Client { get; set; }

    public string? UserName { get; set; }

    public MailSignIn SignIn { get; set; }

    /// <summary>Encrypted, write-only: the password, access token, client secret, or key file of the service account.</summary>
    public string? ProtectedPassword { get; set; }

    /// <summary>Microsoft 365: the directory (tenant) id or domain.</summary>
    public string? Tenant { get; set; }

    /// <summary>Microsoft 365: the application (client) id.</summary>
    public string? ClientId { get; set; }

    /// <summary>UTC of the last check; null when it was changed since, or never checked.</summary>
    public DateTime? CheckedAt { get; set; }

    /// <summary>The steps of the last check as JSON.</summary>
    public string? Check { get; set; }

    /// <summary>UTC until which what is said to it is kept for administrators to read.</summary>
    public DateTime? LogUntil { get; set; }

    /// <summary>Connections at once, of each portal instance.</summary>
    public int MaxConnections { get; set; } = 4;

    /// <summary>Messages per second over all connections; 0 is unlimited.</summary>
    public double MaxPerSecond { get; set; }

    /// <summary>Messages in one hour of the clock; 0 is unlimited.</summary>
    public int MaxPerHour { get; set; }

    /// <summary>Messages in one day, UTC; 0 is unlimited.</summary>
    public int MaxPerDay { get; set; }

    /// <summary>Share of the work relative to the other servers; where all are equal, each takes what it can.</summary>
    public int Weight { get; set; } = 1;

    /// <summary>
    /// True for a server that brings mail to the mailbox providers itself, under its own address: limits per recipient domain then hold.
    /// A relay paces its own deliveries, and only limits made for relays too hold there.
    /// </summary>
    public bool DeliversItself { get; set; }

    /// <summary>Messages of each day of warming up, as <see cref="MailServers.WarmUpPlan"/> reads it; null without one.</summary>
    public string? WarmUpPlan { get; set; }

    /// <summary>The plan's first day, midnight UTC.</summary>
    public DateTime? WarmUpStartsOn { get; set; }

    public bool IsEnabled { get; set; } = true;

    /// <summary>UTC until which trouble keeps it out of use.</summary>
    public DateTime? PausedUntil { get; set; }

    /// <summary>What the trouble is, in plain words.</summary>
    public string? Trouble { get; set; }

    public DateTime? TroubleAt { get; set; }

    /// <summary>UTC until which its hour, day or warm-up volume is used up.</summary>
    public DateTime? FullUntil { get; set; }

    /// <summary>Which limit is used up, in plain words.</summary>
    public string? FullBecause { get; set; }

    /// <summary>True when it came from the settings <c>MailServer:*</c>, which win over the table at every start.</summary>
    public bool FromSettings { get; set; }

    public DateTime CreatedAt { get; set; }
}
