using System.ComponentModel.DataAnnotations;
using EmailContactPortal.Domain.Access;

namespace EmailContactPortal.Web.Startup.Settings;

/// <summary>What this instance is and where it keeps things (configuration section <c>Portal</c>).</summary>
internal sealed class PortalOptions
{
    public const string Section = "Portal";

    /// <summary>The only source of absolute links in mail; never the Host header. No slash at the end.</summary>
    [HttpAddress]
    public Uri PublicUrl { get; set; } = new("http://localhost:5080");

    /// <summary>Embedded database, uploads, logs.</summary>
    public string DataDirectory { get; set; } = "";

    /// <summary>Why the data directory stands open to others; null when it does not.</summary>
    internal string? OpenData { get; set; }

    /// <summary>Whether the first start fills the demo CRM and sample content in.</summary>
    public bool SampleData { get; set; }

    /// <summary>Whether marketers may change each other's things.</summary>
    public OwnershipMode Ownership { get; set; }

    /// <summary>What this instance does: <c>Web</c>, <c>Worker</c> or both, separated by a comma.</summary>
    [RegularExpression(@"(?i)[\s,]*(web|worker)(\s*,\s*(web|worker))*[\s,]*",
        ErrorMessage = "must name Web or Worker, or both with a comma")]
    public string Roles { get; set; } = "Web,Worker";

    /// <summary>Proxies whose words about caller and scheme are believed; see <see cref="Proxies"/>.</summary>
    [ProxyList]
    public string KnownProxies { get; set; } = Proxies.Loopback;

    /// <summary>Whether this instance runs jobs.</summary>
    public bool IsWorker => Has("Worker");

    /// <summary>Whether this instance shows pages.</summary>
    public bool IsWeb => Has("Web");

    /// <summary>The absolute address of a path that begins with a slash.</summary>
    public string Link(string path) => PublicUrl.ToString().TrimEnd('/') + path;

    private bool Has(string role) => Roles.Split(',', StringSplitOptions.TrimEntries).Contains(role, StringComparer.OrdinalIgnoreCase);
}
