using System.Net;
using System.Net.Sockets;

namespace EmailContactPortal.Testing;

/// <summary>
/// Ports of loopback for servers that are started by their number. They lie below the range that systems take the near end of a connection
/// from, so that no connection made in between can take one away.
/// </summary>
public static class FreePort
{
    private const int First = 12_000;
    private const int Count = 18_000;
    private const int MostTries = 200;
    private static int _next = RandomOffset();

    /// <summary>A port that nobody listens on, neither by TCP nor by UDP; each is given out once in a process.</summary>
    public static int Next()
    {
        for (var i = 0; i < MostTries; i++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            if (IsFree(port)) return port;
        }

        throw new InvalidOperationException($"No port between {First} and {First + Count} is free.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var tcp = new TcpListener(IPAddress.Loopback, port);
            tcp.Start();
            using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int RandomOffset() => System.Security.Cryptography.RandomNumberGenerator.GetInt32(Count);
}
