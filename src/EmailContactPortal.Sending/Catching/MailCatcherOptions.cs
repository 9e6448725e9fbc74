namespace EmailContactPortal.Sending.Catching;

/// <summary>The built-in SMTP sink for trying the portal without a mail server (configuration section <c>MailCatcher</c>).</summary>
public sealed class MailCatcherOptions
{
    public const string Section = "MailCatcher";

    /// <summary>On in Development only.</summary>
    public bool Enabled { get; set; }

    /// <summary>Loopback port.</summary>
    public int Port { get; set; } = 2525;

    /// <summary>Oldest mails beyond this number are dropped.</summary>
    public int Keep { get; set; } = 5000;

    /// <summary>Where caught mails are kept, so that they survive a restart.</summary>
    public string Directory { get; set; } = "";
}
