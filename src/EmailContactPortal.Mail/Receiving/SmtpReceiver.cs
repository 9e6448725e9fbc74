using System.Net;
using System.Net.Sockets;

namespace EmailContactPortal.Mail.Receiving;

/// <summary>A small SMTP server that hands every message to a callback; for the mail catcher and for returned mail.</summary>
/// <param name="options">Where to listen and what to take.</param>
/// <param name="deliver">Takes a message durably and answers true; with false the client is told to try later.</param>
public sealed class SmtpReceiver(ReceiverOptions options, Func<ReceivedMessage, CancellationToken, ValueTask<bool>> deliver) : IDisposable
{
    private readonly TcpListener _listener = new(options.Address, options.Port);
    private int _connections;

    /// <summary>The port in use, once started.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Begins to listen; throws <see cref="SocketException"/> when the port is taken.</summary>
    public void Start() => _listener.Start();

    /// <summary>
    /// Serves clients until cancelled. Throws when no connection can be accepted, for example because the process has no file left; it
    /// listens on, and may be called again.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(cancellationToken);
                _ = ServeAsync(client, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            _listener.Stop();
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using (client)
        {
            var open = Interlocked.Increment(ref _connections);
            try
            {
                client.NoDelay = true;
                var stream = client.GetStream();
                if (open > options.MaxConnections)
                    await stream.WriteAsync("421 4.3.2 Too many connections\r\n"u8.ToArray(), cancellationToken);
                else
                {
                    using var session = new ReceiverSession(stream, client.Client.RemoteEndPoint as IPEndPoint, options, deliver);
                    using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                    if (options.MaxSession is { } longest)
                        limit.CancelAfter(longest);
                    await session.RunAsync(limit.Token);
                }
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client went away or fell silent; what it was told "250" for is delivered.
            }
            catch (Exception e)
            {
                options.Failed?.Invoke(e);
            }
            finally
            {
                Interlocked.Decrement(ref _connections);
            }
        }
    }
}
