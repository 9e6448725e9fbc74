namespace EmailContactPortal.Mail.Smtp;

/// <summary>What kind of trouble an SMTP conversation ran into.</summary>
public enum SmtpTrouble
{
    /// <summary>A 4xx answer: the same may work later.</summary>
    Temporary,

    /// <summary>A 5xx answer: the same will fail again.</summary>
    Permanent,

    /// <summary>An answer outside the protocol, or something this server cannot do.</summary>
    Protocol,

    /// <summary>The connection could not be made, broke, or stayed silent too long.</summary>
    Network,

    /// <summary>No encrypted connection, or a certificate that is not to be trusted.</summary>
    Tls,
}

/// <summary>How far a conversation had come, in the order of RFC 5321.</summary>
public enum SmtpStage
{
    Connect,
    Greeting,
    Hello,
    StartTls,
    Auth,
    MailFrom,
    RcptTo,
    Data,
    Body,
    EndOfData,
    Reset,
    Quit,
}

/// <summary>An SMTP conversation that failed: kind of trouble, stage reached, and the server's own words.</summary>
public sealed class SmtpException : Exception
{
    public SmtpException(SmtpTrouble trouble, SmtpStage stage, string message, SmtpReply? reply = null, Exception? inner = null)
        : base(message, inner)
    {
        Trouble = trouble;
        Stage = stage;
        Reply = reply;
    }

    public SmtpTrouble Trouble { get; }

    public SmtpStage Stage { get; }

    /// <summary>The server's answer, when there was one.</summary>
    public SmtpReply? Reply { get; }

    /// <summary>
    /// True when the message may have been taken although no answer says so: its end was (perhaps) on the wire.
    /// Such a message must not be sent again by itself.
    /// </summary>
    public bool IsUncertain => Stage == SmtpStage.EndOfData && Trouble is not (SmtpTrouble.Temporary or SmtpTrouble.Permanent);

    /// <summary>True when the answer speaks of this recipient or message, false when it speaks of server, session or sender.</summary>
    public bool ConcernsMessage => Stage is SmtpStage.RcptTo or SmtpStage.Body or SmtpStage.EndOfData && Reply?.Code != 421;

    internal static SmtpException Refused(SmtpStage stage, SmtpReply reply)
    {
        var trouble = reply.Code switch
        {
            >= 400 and < 500 => SmtpTrouble.Temporary,
            >= 500 and < 600 => SmtpTrouble.Permanent,
            _ => SmtpTrouble.Protocol,
        };
        return new SmtpException(trouble, stage, $"The server answered {reply}", reply);
    }
}
