using System.ComponentModel.DataAnnotations;

namespace EmailContactPortal.Web.Logs;

/// <summary>How much of the log files is kept (configuration section <c>Logs</c>).</summary>
internal sealed class LogOptions
{
    public const string Section = "Logs";

    /// <summary>Days after which a file goes.</summary>
    [Range(1, 3650, ErrorMessage = "must be from {1} to {2}")]
    public int Days { get; set; } = 14;

    /// <summary>Size of all files together.</summary>
    [Range(20, 1_000_000, ErrorMessage = "must be from {1} to {2}")]
    public int MaxMegabytes { get; set; } = 500;
}
