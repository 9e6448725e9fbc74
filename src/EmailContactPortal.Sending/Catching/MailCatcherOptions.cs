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

    /// <summary>Everything that is wrong, in words.</summary>
    public IEnumerable<string> Problems()
    {
        if (Port is < 1 or > 65535) yield return $"MailCatcher:Port is {Port}; it must be from 1 to 65535.";
        if (Keep < 1) yield return $"MailCatcher:Keep is {Keep}; it must be 1 or more.";
    }
}
