using System.Net;
using System.Net.Sockets;
using System.Text;
using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Mail.Tests.Smtp;

/// <summary>How a recorded server's words arrive.</summary>
public enum Delivery
{
    Whole,
    ByLine,
    ByByte,
}

/// <summary>
/// Plays the server's half of a conversation written as lines of "S: …" and "C: …", and notes where the client says anything else.
/// "S! " ends the connection.
/// </summary>
internal sealed class RecordedConversation : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly SmtpClientKind _client;
    private readonly Task _play;

    private RecordedConversation(string script, Delivery delivery, SmtpClientKind client)
    {
        _client = client;
        _listener.Start();
        _play = PlayAsync(script.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries), delivery);
    }

    internal SmtpEndpoint Endpoint => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port)
    {
        Client = _client,
        HelloName = "client.example.com",
        Security = SmtpSecurity.None,
        Timeouts = SmtpTimeouts.Short(TimeSpan.FromSeconds(5)),
    };

    internal static RecordedConversation Start(
        string script, Delivery delivery = Delivery.Whole, SmtpClientKind client = SmtpClientKind.Pipelined) =>
        new(script, delivery, client);

    /// <summary>Throws when the client said something that was not recorded.</summary>
    internal Task EndAsync() => _play.WaitAsync(TimeSpan.FromSeconds(10));

    public void Dispose() => _listener.Dispose();

    private async Task PlayAsync(string[] lines, Delivery delivery)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        client.NoDelay = true;
        var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        for (var i = 0; i < lines.Length;)
        {
            var said = lines.Skip(i).TakeWhile(line => line.StartsWith("S: ", StringComparison.Ordinal)).ToArray();
            await SayAsync(stream, said, delivery);
            i += said.Length;
            if (i == lines.Length || lines[i].StartsWith("S!", StringComparison.Ordinal))
                return;
            Assert.Equal(lines[i++], "C: " + await reader.ReadLineAsync());
        }
    }

    private static async Task SayAsync(NetworkStream stream, string[] lines, Delivery delivery)
    {
        var all = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line[3..] + "\r\n")));
        var pieces = delivery switch
        {
            Delivery.Whole => [all],
            Delivery.ByLine => lines.Select(line => Encoding.UTF8.GetBytes(line[3..] + "\r\n")),
            _ => all.Select(b => new[] { b }),
        };
        foreach (var piece in pieces.Where(piece => piece.Length > 0))
        {
            await stream.WriteAsync(piece);
            await Task.Yield();
        }
    }
}
