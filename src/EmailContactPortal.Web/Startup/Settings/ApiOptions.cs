using System.ComponentModel.DataAnnotations;

namespace EmailContactPortal.Web.Startup.Settings;

/// <summary>Bounds of the API (configuration section <c>Api</c>).</summary>
internal sealed class ApiOptions
{
    public const string Section = "Api";

    /// <summary>Calls of one key in a second; whoever calls more often is told to wait.</summary>
    [Range(1, 1_000_000, ErrorMessage = "must be from {1} to {2}")]
    public int CallsPerSecond { get; set; } = 200;
}
