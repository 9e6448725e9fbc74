using System.Net;
using System.Net.Sockets;
using System.Text;
using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Mail.Tests.Smtp;

/// <summary>A server that takes one message and keeps it, or asks one question of a sign-in.</summary>
internal sealed class CountingServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly MemoryStream _message = new();
    private readonly Task _serving;

    internal CountingServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The mechanism offered.</summary>
    internal string Mechanism { get; init; } = "";

    /// <summary>What it asks; NONCE stands for the client's.</summary>
    internal string Challenge { get; init; } = "";

    /// <summary>What it says of itself after the answer; empty says yes at once.</summary>
    internal string Proof { get; init; } = "";

    internal byte[] Message => _message.ToArray();

    internal SmtpEndpoint Endpoint => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port)
    {
        HelloName = "client.example.com",
        Security = SmtpSecurity.None,
        Timeouts = SmtpTimeouts.Short(TimeSpan.FromSeconds(5)),
    };

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync();
        client.NoDelay = true;
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        await SayAsync(client, "220 hello");
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("AUTH ", StringComparison.Ordinal))
                await AskAsync(client, reader, line);
            else if (line == "DATA")
                await TakeAsync(client, reader);
            else
                await SayAsync(client, line.StartsWith("EHLO", StringComparison.Ordinal) ? $"250-me\r\n250 AUTH {Mechanism}" : "250 ok");
        }
    }

    private async Task TakeAsync(TcpClient client, StreamReader reader)
    {
        await SayAsync(client, "354 go");
        while (await reader.ReadLineAsync() is { } line && line != ".")
            _message.Write(Encoding.Latin1.GetBytes((line.StartsWith('.') ? line[1..] : line) + "\r\n"));
        await SayAsync(client, "250 taken");
    }

    private async Task AskAsync(TcpClient client, StreamReader reader, string first)
    {
        var said = Encoding.UTF8.GetString(Convert.FromBase64String(first.Split(' ')[2]));
        var nonce = said[(said.IndexOf("r=", StringComparison.Ordinal) + 2)..];
        await SayAsync(client, "334 " + Base64(Challenge.Replace("NONCE", nonce, StringComparison.Ordinal)));
        if (await reader.ReadLineAsync() is null)
            return;
        await SayAsync(client, Proof.Length == 0 ? "235 welcome" : "334 " + Base64(Proof));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static async Task SayAsync(TcpClient client, string lines) =>
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(lines + "\r\n"));
}
