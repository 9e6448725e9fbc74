using System.Net;
using System.Net.Sockets;
using EmailContactPortal.Web.Startup.Settings;

namespace EmailContactPortal.Web.Startup;

/// <summary>
/// The one way out for HTTP to addresses that people entered (CRM, link check, webhooks): it refuses private, loopback and link-local
/// addresses after the name was resolved, so that a setting cannot be used to look into the network the portal stands in.
/// </summary>
internal static class OutgoingHttp
{
    /// <summary>Name of the <see cref="HttpClient"/> to ask <see cref="IHttpClientFactory"/> for.</summary>
    public const string ClientName = "outgoing";

    public static IServiceCollection AddOutgoingHttp(this IServiceCollection services, OutgoingOptions options)
    {
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
                ConnectCallback = (context, cancellationToken) => ConnectAsync(
                    context.DnsEndPoint, options.AllowPrivateNetworks, cancellationToken),
            });
        return services;
    }

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, bool allowPrivate, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellationToken);
        var allowed = allowPrivate ? addresses : [.. addresses.Where(PublicAddresses.Contains)];
        if (allowed.Length == 0)
        {
            throw new HttpRequestException(
                $"{target.Host} is inside a private network, which outgoing requests may not reach. An administrator can allow it with "
                    + "Outgoing:AllowPrivateNetworks.");
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
