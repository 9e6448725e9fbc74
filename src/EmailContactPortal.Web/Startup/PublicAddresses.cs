using System.Net;
using System.Net.Sockets;

namespace EmailContactPortal.Web.Startup;

/// <summary>
/// Which addresses lie in the public internet: none of the IANA special-purpose registries (RFC 6890 and after), and of IPv6 only what is
/// global unicast. Addresses that carry an IPv4 address inside (mapped, compatible, NAT64, 6to4, Teredo) are refused whatever they carry: a
/// translator would lead them inside.
/// </summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] Special =
    [
        .. from text in (string[])
           [
               // IPv4: this network, private, shared, loopback, link-local, protocol assignments, documentation, AS112, AMT, 6to4 relays,
               // benchmarking, multicast, reserved, broadcast.
               "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
               "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
               "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",
               "240.0.0.0/4",
               // IPv6 inside global unicast: protocol assignments with Teredo, benchmarking, ORCHID and drone ids; documentation twice;
               // 6to4; AS112.
               "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
           ]
           select IPNetwork.Parse(text),
    ];

    /// <summary>Whether the address is one of them.</summary>
    public static bool Contains(IPAddress address)
    {
        // What a system calls mapped it reaches by IPv4.
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && !GlobalUnicast.Contains(address)) return false;
        return !Special.Any(network => network.Contains(address));
    }
}
