using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace EmailContactPortal.Benchmarks;

/// <summary>
/// Stands between the portal and a sink and keeps every answer back for a while, as a network of that round-trip time does.
/// </summary>
internal sealed class DelayedSink(string host, int port, TimeSpan delay) : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    internal void Start()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The benchmark is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var sink = new TcpClient { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            await sink.ConnectAsync(host, port);
            await Task.WhenAny(client.GetStream().CopyToAsync(sink.GetStream()), AnswerAsync(sink.GetStream(), client.GetStream()));
        }
    }

    private async Task AnswerAsync(NetworkStream from, NetworkStream to)
    {
        var waiting = Channel.CreateUnbounded<(DateTime Due, byte[] Bytes)>();
        var writing = Task.Run(async () =>
        {
            await foreach (var (due, bytes) in waiting.Reader.ReadAllAsync())
            {
                if (due - TimeProvider.System.GetUtcNow().UtcDateTime is var left && left > TimeSpan.Zero)
                    await Task.Delay(left);
                await to.WriteAsync(bytes);
            }
        });
        var buffer = new byte[4096];
        while (await from.ReadAsync(buffer) is var count and > 0)
            waiting.Writer.TryWrite((TimeProvider.System.GetUtcNow().UtcDateTime + delay, buffer[..count]));
        waiting.Writer.Complete();
        await writing;
    }
}
