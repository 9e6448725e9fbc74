using System.ComponentModel.DataAnnotations;
using EmailContactPortal.Domain.MailServers;

namespace EmailContactPortal.Web.Features.Settings.MailServers;

/// <summary>One row of the list.</summary>
public sealed record MailServerRow(int Id, string Name, string Host, int Port, MailSecurity Security, int MaxConnections, double MaxPerSecond, bool IsEnabled, bool FromSettings, DateTime? PausedUntil, string? Trouble);

/// <summary>A mail server as an administrator changes it; the password is write-only.</summary>
public sealed class MailServerForm
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

    [StringLength(254)]
    public string? UserName { get; set; }

    /// <summary>Empty keeps the stored one.</summary>
    [StringLength(500)]
    public string? Password { get; set; }

    /// <summary>Shown only.</summary>
    public bool HasPassword { get; set; }

    [Range(1, 1000, ErrorMessage = "From 1 to 1000 connections.")]
    public int MaxConnections { get; set; } = 4;

    [Range(0, 100000, ErrorMessage = "0 (no limit) or more.")]
    public double MaxPerSecond { get; set; }

    public bool IsEnabled { get; set; } = true;

    /// <summary>Shown only: the settings file decides about host, port, security and sign-in.</summary>
    public bool FromSettings { get; set; }
}
