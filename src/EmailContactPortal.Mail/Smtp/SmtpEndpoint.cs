namespace EmailContactPortal.Mail.Smtp;

/// <summary>How the connection to a server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>Plain text.</summary>
    None,

    /// <summary>Plain text until STARTTLS, which the server must offer (RFC 3207).</summary>
    StartTls,

    /// <summary>Encrypted from the first byte (RFC 8314).</summary>
    Tls,

    /// <summary>Encrypted from the first byte on port 465, else STARTTLS where it is offered.</summary>
    Auto,
}

/// <summary>Which client talks to a server.</summary>
public enum SmtpClientKind
{
    /// <summary>MailKit: known to work with every server.</summary>
    MailKit,

    /// <summary>The portal's own: one round trip a message where the server pipelines (RFC 2920).</summary>
    Pipelined,
}

/// <summary>When messages go by BDAT instead of DATA (RFC 3030); the pipelined client's alone.</summary>
public enum SmtpChunking
{
    /// <summary>For messages of a megabyte and more, where not having to look at every line pays.</summary>
    LargeMessages,
    Never,
    Always,
}

/// <summary>Name and secret for signing in to a server.</summary>
/// <param name="UserName">The name.</param>
/// <param name="Secret">The password, or the access token for XOAUTH2 and OAUTHBEARER.</param>
/// <param name="IsAccessToken">True when the secret is an OAuth 2.0 access token.</param>
public sealed record SmtpCredentials(string UserName, string Secret, bool IsAccessToken = false);

/// <summary>A mail server to talk to and how.</summary>
public sealed record SmtpEndpoint(string Host, int Port)
{
    public SmtpClientKind Client { get; init; }

    public SmtpSecurity Security { get; init; } = SmtpSecurity.Auto;

    public SmtpCredentials? Credentials { get; init; }

    /// <summary>The name said in EHLO; this machine's when null.</summary>
    public string? HelloName { get; init; }

    /// <summary>Takes any certificate; for servers inside one's own walls only.</summary>
    public bool AcceptsAnyCertificate { get; init; }

    public SmtpChunking Chunking { get; init; }

    /// <summary>Makes a listener for each connection; null when nobody listens.</summary>
    public Func<ISmtpTranscript>? Transcript { get; init; }

    /// <summary>False for a server that offers PIPELINING but loses commands; the pipelined client's alone.</summary>
    public bool UsesPipelining { get; init; } = true;

    public SmtpTimeouts Timeouts { get; init; } = new();
}
