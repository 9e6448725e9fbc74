using System.ComponentModel.DataAnnotations;
using EmailContactPortal.Domain.MailServers;
using EmailContactPortal.Sending.Connecting;
using EmailContactPortal.Sending.Pacing;

namespace EmailContactPortal.Web.Features.Settings.MailServers;

/// <summary>One row of the list: the settings, and how it does now.</summary>
internal sealed record MailServerRow(MailServer Server, ServerStatus Now);

/// <summary>The last check of a mail server.</summary>
/// <param name="At">UTC.</param>
/// <param name="Steps">What was found.</param>
internal sealed record MailServerChecked(DateTime At, IReadOnlyList<CheckStep> Steps)
{
    /// <summary>The worst that was found.</summary>
    public CheckMark Mark => Steps.Count == 0 ? CheckMark.Passed : Steps.Max(s => s.Mark);
}

/// <summary>One day of a warm-up plan.</summary>
/// <param name="Number">1 is the first day of sending.</param>
/// <param name="Volume">Mails of that day at most.</param>
/// <param name="On">The day, once it has come.</param>
/// <param name="Sent">Mails of that day, once it has come.</param>
/// <param name="IsToday">Whether it is the day that counts now.</param>
internal sealed record WarmUpDay(int Number, int Volume, DateTime? On, int? Sent, bool IsToday);

/// <summary>A mail server as an administrator changes it; the password is write-only.</summary>
internal sealed class MailServerForm
{
    /// <summary>0 for a new one.</summary>
    public int Id { get; set; }

    [Required(ErrorMessage = "Write a name.")]
    [StringLength(100, ErrorMessage = "The name is longer than 100 characters.")]
    public string Name { get; set; } = "";

    [Required(ErrorMessage = "Write the host name or address.")]
    [StringLength(253, ErrorMessage = "The host is longer than 253 characters.")]
    [RegularExpression(@"[^\s\r\n/:@]+|\[?[0-9a-fA-F:]+\]?", ErrorMessage = "Write only the host name, without port or slashes.")]
    public string Host { get; set; } = "";

    [Range(1, 65535, ErrorMessage = "The port is a number from 1 to 65535.")]
    public int Port { get; set; } = 587;

    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    public MailClient Client { get; set; }

    public MailSignIn SignIn { get; set; }

    [StringLength(254)]
    public string? UserName { get; set; }

    /// <summary>Microsoft 365 only.</summary>
    [StringLength(200, ErrorMessage = "The directory is longer than 200 characters.")]
    public string? Tenant { get; set; }

    /// <summary>Microsoft 365 only.</summary>
    [StringLength(200, ErrorMessage = "The client id is longer than 200 characters.")]
    public string? ClientId { get; set; }

    /// <summary>Password, access token, client secret or key file, by <see cref="SignIn"/>; empty keeps the stored one.</summary>
    [StringLength(8000, ErrorMessage = "The secret is longer than 8,000 characters.")]
    public string? Password { get; set; }

    /// <summary>Shown only.</summary>
    public bool HasPassword { get; set; }

    [Range(1, 1000, ErrorMessage = "From 1 to 1000 connections.")]
    public int MaxConnections { get; set; } = 4;

    [Range(0, 100000, ErrorMessage = "0 (no limit) or more.")]
    public double MaxPerSecond { get; set; }

    [Range(0, 1_000_000_000, ErrorMessage = "0 (no limit) or more.")]
    public int MaxPerHour { get; set; }

    [Range(0, 1_000_000_000, ErrorMessage = "0 (no limit) or more.")]
    public int MaxPerDay { get; set; }

    [Range(1, 100, ErrorMessage = "From 1 to 100.")]
    public int Weight { get; set; } = 1;

    /// <summary>Brings mail to the mailbox providers itself.</summary>
    public bool DeliversItself { get; set; }

    public bool WarmsUp { get; set; }

    [StringLength(Domain.MailServers.WarmUpPlan.MaxLength, ErrorMessage = "The plan is longer than 1,000 characters.")]
    public string? WarmUpPlan { get; set; } = Domain.MailServers.WarmUpPlan.Usual;

    /// <summary>The plan's first day, UTC; empty is today.</summary>
    public DateOnly? WarmUpStartsOn { get; set; }

    /// <summary>Shown only.</summary>
    public IReadOnlyList<WarmUpDay> WarmUpDays { get; set; } = [];

    public bool IsEnabled { get; set; }

    /// <summary>Shown only: the last check.</summary>
    public MailServerChecked? Checked { get; set; }

    /// <summary>Shown only: the protocol log.</summary>
    public ProtocolLogPage Log { get; set; } = ProtocolLogPage.Off;

    /// <summary>Shown only: the settings file decides about host, port, security and sign-in.</summary>
    public bool FromSettings { get; set; }
}
