using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace EmailContactPortal.Benchmarks;

/// <summary>A small closed-loop HTTP client: one request in flight per connection, answers counted by their status and length.</summary>
internal static class SocketLoad
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();

    public static async Task<Load> RunAsync(Uri address, IReadOnlyList<string> paths, int connections, int seconds)
    {
        var requests = paths.Select(p => Encoding.ASCII.GetBytes($"GET {p} HTTP/1.1\r\nHost: {address.Authority}\r\n\r\n")).ToArray();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var watch = Stopwatch.StartNew();
        var results = await Task.WhenAll(Enumerable.Range(0, connections)
            .Select(n => Task.Run(() => DriveAsync(address, requests, n, connections, stop.Token))));
        var elapsed = watch.Elapsed.TotalSeconds;
        var times = results.SelectMany(r => r.Times).Order().ToArray();
        var p99 = times.Length == 0 ? 0 : Stopwatch.GetElapsedTime(0, times[(int)((times.Length - 1) * 0.99)]).TotalMilliseconds;
        return new Load(times.Length, results.Sum(r => r.Errors), times.Length / elapsed, p99);
    }

    private static async Task<(List<long> Times, long Errors)> DriveAsync(
        Uri address, byte[][] requests, int start, int step, CancellationToken stop)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port, CancellationToken.None);
        var buffer = new byte[4096];
        var times = new List<long>();
        var errors = 0L;
        for (var i = start; !stop.IsCancellationRequested; i += step)
        {
            var begin = Stopwatch.GetTimestamp();
            await socket.SendAsync(requests[i % requests.Length]);
            if (await ReadAnswerAsync(socket, buffer)) times.Add(Stopwatch.GetTimestamp() - begin);
            else errors++;
        }

        return (times, errors);
    }

    private static async Task<bool> ReadAnswerAsync(Socket socket, byte[] buffer)
    {
        var length = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length));
            if (read == 0) throw new IOException("The server closed the connection.");
            length += read;
            var head = buffer.AsSpan(0, length).IndexOf(EndOfHead);
            if (head < 0) continue;
            var text = Encoding.ASCII.GetString(buffer, 0, head);
            var at = text.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
            var end = at < 0 ? -1 : text.IndexOf('\r', at);
            var body = at < 0
                ? 0
                : int.Parse(end < 0 ? text[(at + 16)..] : text[(at + 16)..end], System.Globalization.CultureInfo.InvariantCulture);
            if (length >= head + 4 + body) return text[9] is '2' or '3';
        }
    }
}
