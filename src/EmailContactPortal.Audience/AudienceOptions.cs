using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace EmailContactPortal.Audience;

/// <summary>Where uploads wait and how large they may be (configuration section <c>Imports</c>).</summary>
public sealed class AudienceOptions
{
    public const string Section = "Imports";

    /// <summary>Folder of uploaded files; shared by all instances when there are several.</summary>
    public string UploadDirectory { get; set; } = "";

    /// <summary>Largest upload, bytes.</summary>
    [Range(1, long.MaxValue, ErrorMessage = "must be 1 or more")]
    public long MaxUploadBytes { get; set; } = 500L * 1024 * 1024;

    /// <summary>
    /// Name of the HTTP client that adapters call out through; the application registers it with its rules about private networks.
    /// </summary>
    [Browsable(false)]
    public string HttpClientName { get; set; } = "";
}
