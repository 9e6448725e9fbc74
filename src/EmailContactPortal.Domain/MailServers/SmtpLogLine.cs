namespace EmailContactPortal.Domain.MailServers;

/// <summary>Who says a line of a protocol log.</summary>
public enum SmtpSpeaker
{
    /// <summary>Nobody: something that happened.</summary>
    Note = 0,
    Portal = 1,
    Server = 2,
}

/// <summary>
/// One line of a mail server's protocol log. Secrets, mails and what stands before the at sign of an address are left out before it is
/// stored.
/// </summary>
public sealed class SmtpLogLine
{
    public const int MaxText = 500;

    public const int MaxConnection = 120;

    public long Id { get; set; }

    public int MailServerId { get; set; }

    /// <summary>Instance and number of the connection.</summary>
    public required string Connection { get; set; }

    /// <summary>UTC.</summary>
    public DateTime At { get; set; }

    public SmtpSpeaker Speaker { get; set; }

    /// <summary>The code of an answer; 0 for everything else.</summary>
    public int Code { get; set; }

    public required string Text { get; set; }
}
