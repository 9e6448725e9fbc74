namespace EmailContactPortal.Web.Logs;

/// <summary>How much of the log files is kept (configuration section <c>Logs</c>).</summary>
public sealed class LogOptions
{
    public const string Section = "Logs";

    /// <summary>Days after which a file goes.</summary>
    public int Days { get; set; } = 14;

    /// <summary>Size of all files together.</summary>
    public int MaxMegabytes { get; set; } = 500;

    /// <summary>What is wrong with the settings, in words.</summary>
    public IEnumerable<string> Problems()
    {
        if (Days is < 1 or > 3650) yield return $"Logs:Days is {Days}; it must be from 1 to 3650.";
        if (MaxMegabytes is < 20 or > 1_000_000) yield return $"Logs:MaxMegabytes is {MaxMegabytes}; it must be from 20 to 1000000.";
    }
}
