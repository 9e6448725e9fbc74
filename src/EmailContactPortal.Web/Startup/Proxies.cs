using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace EmailContactPortal.Web.Startup;

/// <summary>
/// Proxies that stand before the portal (configuration <c>Portal:KnownProxies</c>): only what they say of caller and scheme is believed.
/// The host they name never is; absolute links come from <c>Portal:PublicUrl</c>.
/// </summary>
internal static class Proxies
{
    internal const string Loopback = "loopback";

    /// <summary>Reads the list: addresses, networks as <c>10.0.0.0/8</c>, or <c>loopback</c>, with commas between.</summary>
    /// <param name="setting">The list.</param>
    /// <param name="unknown">A part that is none of these; null when all are.</param>
    public static ForwardedHeadersOptions Read(string setting, out string? unknown)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        unknown = null;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var part in setting.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Equals(Loopback, StringComparison.OrdinalIgnoreCase))
            {
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse("127.0.0.0/8"));
                options.KnownProxies.Add(IPAddress.IPv6Loopback);
            }
            else if (IPAddress.TryParse(part, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else if (System.Net.IPNetwork.TryParse(part, out var network))
            {
                options.KnownIPNetworks.Add(network);
            }
            else
            {
                unknown = part;
            }
        }

        // With nobody to believe the framework would believe everybody.
        if (options.KnownProxies.Count + options.KnownIPNetworks.Count == 0) options.ForwardedHeaders = ForwardedHeaders.None;
        return options;
    }
}
