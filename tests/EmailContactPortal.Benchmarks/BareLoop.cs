using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace EmailContactPortal.Benchmarks;

/// <summary>
/// What the wire and the sink allow: one finished message sent again and again, pipelined, nothing composed, nothing recorded.
/// </summary>
internal static class BareLoop
{
    /// <summary>Messages per second.</summary>
    internal static async Task<double> RunAsync(string host, int port, int messages, int size, int connections)
    {
        var body = new StringBuilder("Subject: bare\r\n\r\n");
        while (body.Length < size)
            body.Append("0123456789012345678901234567890123456789012345678901234567890123456789\r\n");
        const string Envelope = "MAIL FROM:<shop@example.com>\r\nRCPT TO:<person@example.org>\r\nDATA\r\n";
        var turn = Encoding.ASCII.GetBytes(body + ".\r\n" + Envelope);
        var left = messages;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(host, port);
            var stream = client.GetStream();
            var buffer = new byte[4096];
            await ReadLinesAsync(stream, buffer, 1);
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HELO bare.example.com\r\n" + Envelope));
            await ReadLinesAsync(stream, buffer, 4);
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await stream.WriteAsync(turn);
                await ReadLinesAsync(stream, buffer, 4);
            }
        })));
        return messages / watch.Elapsed.TotalSeconds;
    }

    private static async Task ReadLinesAsync(NetworkStream stream, byte[] buffer, int lines)
    {
        while (lines > 0)
        {
            var count = await stream.ReadAsync(buffer);
            if (count == 0)
                throw new IOException("The sink closed the connection.");
            lines -= buffer.AsSpan(0, count).Count((byte)'\n');
        }
    }
}
