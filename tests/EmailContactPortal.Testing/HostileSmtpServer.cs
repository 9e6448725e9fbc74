using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EmailContactPortal.Testing;

/// <summary>The moment an SMTP server may misbehave at.</summary>
/// <param name="Stage">CONNECT, EHLO, MAIL, RCPT, DATA, BODY (in the middle of the message) or END (after the dot).</param>
/// <param name="Line">The command, or the recipient at END.</param>
/// <param name="Count">How often this stage was reached, counted over all connections from 1.</param>
public sealed record SmtpMoment(string Stage, string Line, int Count);

/// <summary>What the server does at a moment instead of the right thing.</summary>
public abstract record SmtpAct
{
    /// <summary>Says this.</summary>
    public sealed record Say(string Reply) : SmtpAct;

    /// <summary>Breaks the connection.</summary>
    public sealed record Drop : SmtpAct;

    /// <summary>Says nothing any more.</summary>
    public sealed record Stall : SmtpAct;

    /// <summary>Says this and breaks the connection.</summary>
    public sealed record SayAndDrop(string Reply) : SmtpAct;

    /// <summary>At END: takes the message, and breaks the connection before saying so.</summary>
    public sealed record TakeAndDrop : SmtpAct;
}

/// <summary>A small SMTP server that counts what it took and misbehaves on order; it shares no code with the portal's client.</summary>
public sealed class HostileSmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _clients = new();
    private readonly Task _accepting;

    public HostileSmtpServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Null does the right thing.</summary>
    public Func<SmtpMoment, SmtpAct?> Behave { get; set; } = _ => null;

    /// <summary>Further lines of the answer to EHLO.</summary>
    public string[] Extensions { get; set; } = ["PIPELINING", "8BITMIME", "SMTPUTF8"];

    /// <summary>Whether answers leave in single bytes.</summary>
    public bool SpeaksByByte { get; set; }

    /// <summary>Recipient and text of every message taken, whether the client was told or not.</summary>
    public ConcurrentQueue<(string Recipient, string Message)> Taken { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        foreach (var client in _clients.Keys)
            client.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                client.NoDelay = true;
                _clients[client] = true;
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            await TalkAsync(client.GetStream());
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The client went, or was dropped.
        }
        finally
        {
            client.LingerState = new LingerOption(true, 0);
            client.Dispose();
            _clients.TryRemove(client, out _);
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        if (await ActAsync(stream, "CONNECT", "", "220 hostile.example ESMTP") is null)
            return;

        var recipient = "";
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            var verb = line.Split(' ')[0].ToUpperInvariant();
            var right = verb switch
            {
                "EHLO" => string.Concat(Extensions.Select(e => $"250-{e}\r\n").Prepend("250-hostile.example\r\n")) + "250 HELP",
                "MAIL" or "RCPT" or "RSET" => "250 2.0.0 ok",
                "DATA" => recipient.Length > 0 ? "354 go" : "503 5.5.1 nobody",
                "QUIT" => "221 bye",
                _ => "500 what?",
            };
            if (await ActAsync(stream, verb, line, right) is not { } answer)
                return;
            if (verb is "MAIL" or "RSET")
                recipient = "";
            if (verb == "RCPT" && answer.StartsWith('2'))
                recipient = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
            if (verb == "QUIT" || verb == "DATA" && answer.StartsWith('3') && !await ReceiveAsync(stream, reader, recipient))
                return;
        }
    }

    private async Task<bool> ReceiveAsync(NetworkStream stream, StreamReader reader, string recipient)
    {
        var message = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            if (line == ".")
            {
                var act = Behave(Moment("END", recipient));
                if (act is null or SmtpAct.TakeAndDrop || act is SmtpAct.Say said && said.Reply.StartsWith('2'))
                    Taken.Enqueue((recipient, message.ToString()));
                return act is not SmtpAct.TakeAndDrop && await DoAsync(stream, act, "250 2.0.0 taken");
            }

            if (message.Length == 0 && Behave(Moment("BODY", recipient)) is { } early && !await DoAsync(stream, early, ""))
                return false;
            message.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        return false;
    }

    // What the client was told; null when the connection ends.
    private async Task<string?> ActAsync(NetworkStream stream, string stage, string line, string right)
    {
        var act = Behave(Moment(stage, line));
        return await DoAsync(stream, act, right) ? act is SmtpAct.Say say ? say.Reply : right : null;
    }

    private async Task<bool> DoAsync(NetworkStream stream, SmtpAct? act, string right)
    {
        switch (act)
        {
            case SmtpAct.Drop or SmtpAct.TakeAndDrop:
                return false;
            case SmtpAct.Stall:
                await Task.Delay(Timeout.Infinite, _stop.Token);
                return false;
            case SmtpAct.SayAndDrop last:
                await stream.WriteAsync(Encoding.Latin1.GetBytes(last.Reply + "\r\n"), _stop.Token);
                stream.Socket.Shutdown(SocketShutdown.Send);
                await stream.CopyToAsync(Stream.Null, _stop.Token);
                return false;
            default:
                var reply = Encoding.Latin1.GetBytes((act is SmtpAct.Say say ? say.Reply : right) + "\r\n");
                for (var i = 0; SpeaksByByte && i < reply.Length; i++)
                    await stream.WriteAsync(reply.AsMemory(i, 1), _stop.Token);
                if (!SpeaksByByte)
                    await stream.WriteAsync(reply, _stop.Token);
                return true;
        }
    }

    private SmtpMoment Moment(string stage, string line) => new(stage, line, _counts.AddOrUpdate(stage, 1, (_, n) => n + 1));
}
