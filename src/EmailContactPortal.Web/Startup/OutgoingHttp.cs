using System.Net;
using System.Net.Sockets;

namespace EmailContactPortal.Web.Startup;

/// <summary>
/// The one way out for HTTP to addresses that people entered (CRM, link check, webhooks): it refuses private, loopback and link-local
/// addresses after the name was resolved, so that a setting cannot be used to look into the network the portal stands in.
/// </summary>
internal static class OutgoingHttp
{
    /// <summary>Name of the <see cref="HttpClient"/> to ask <see cref="IHttpClientFactory"/> for.</summary>
    public const string ClientName = "outgoing";

    public static IServiceCollection AddOutgoingHttp(this IServiceCollection services, IConfiguration configuration)
    {
        var allowPrivate = configuration.GetValue("Outgoing:AllowPrivateNetworks", false);
        services.AddHttpClient(ClientName, c =>
            {
                c.Timeout = TimeSpan.FromSeconds(100);
                c.DefaultRequestHeaders.UserAgent.ParseAdd("EmailContactPortal");
            })
            // Addresses of CRMs hold session names and people's addresses.
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, allowPrivate, cancellationToken),
            });
        return services;
    }

    /// <summary>Whether an address lies in the public internet (RFC 6890 and its IPv6 counterparts).</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)) return false;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return !(address.IsIPv6LinkLocal || address.IsIPv6SiteLocal || address.IsIPv6UniqueLocal || address.IsIPv6Multicast || address.IsIPv6Teredo);
        }

        var b = address.GetAddressBytes();
        return !(b[0] is 0 or 10 or 127 or >= 224
            || (b[0] == 100 && b[1] is >= 64 and <= 127)
            || (b[0] == 169 && b[1] == 254)
            || (b[0] == 172 && b[1] is >= 16 and <= 31)
            || (b[0] == 192 && b[1] == 168)
            || (b[0] == 192 && b[1] == 0 && b[2] is 0 or 2)
            || (b[0] == 198 && b[1] is 18 or 19));
    }

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, bool allowPrivate, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellationToken);
        var allowed = allowPrivate ? addresses : [.. addresses.Where(IsPublic)];
        if (allowed.Length == 0)
        {
            throw new HttpRequestException($"{target.Host} is inside a private network, which outgoing requests may not reach. An administrator can allow it with Outgoing:AllowPrivateNetworks.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
