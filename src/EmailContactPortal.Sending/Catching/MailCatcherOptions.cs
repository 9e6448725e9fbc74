using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace EmailContactPortal.Sending.Catching;

/// <summary>The built-in SMTP sink for trying the portal without a mail server (configuration section <c>MailCatcher</c>).</summary>
public sealed class MailCatcherOptions
{
    public const string Section = "MailCatcher";

    /// <summary>On in Development only.</summary>
    public bool Enabled { get; set; }

    /// <summary>Loopback port.</summary>
    [Range(1, 65535, ErrorMessage = "must be from {1} to {2}")]
    public int Port { get; set; } = 2525;

    /// <summary>Oldest mails beyond this number are dropped.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "must be 1 or more")]
    public int Keep { get; set; } = 5000;

    /// <summary>Where caught mails are kept, so that they survive a restart.</summary>
    [Browsable(false)]
    public string Directory { get; set; } = "";
}
