using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EmailContactPortal.Mail.Smtp;

namespace EmailContactPortal.Mail.Tests.Smtp;

/// <summary>What a server does in place of its answer.</summary>
public enum Fault
{
    Refuse,
    Defer,
    Close,
    Stall,
    Drop,
    Reset,
    Garbage,
}

/// <summary>A server that behaves until a stage, with and without PIPELINING and TLS; counts what it took.</summary>
internal sealed class FaultyServer : IDisposable
{
    private static readonly X509Certificate2 Certificate = MakeCertificate();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly SmtpStage _stage;
    private readonly Fault _fault;
    private readonly bool _pipelines;
    private readonly bool _encrypts;

    internal FaultyServer(SmtpStage stage, Fault fault, bool pipelines, bool encrypts)
    {
        (_stage, _fault, _pipelines, _encrypts) = (stage, fault, pipelines, encrypts);
        _listener.Start();
        _ = AcceptAsync();
    }

    internal SmtpEndpoint Endpoint => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port)
    {
        HelloName = "client.example.com",
        Security = _encrypts ? SmtpSecurity.Tls : SmtpSecurity.None,
        AcceptsAnyCertificate = true,
        Timeouts = SmtpTimeouts.Short(_fault == Fault.Stall ? TimeSpan.FromMilliseconds(150) : TimeSpan.FromSeconds(10)),
    };

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            using var socket = await _listener.AcceptSocketAsync(_stop.Token);
            socket.NoDelay = true;
            Stream stream = new NetworkStream(socket);
            if (_encrypts)
            {
                var encrypted = new SslStream(stream);
                await encrypted.AuthenticateAsServerAsync(Certificate);
                stream = encrypted;
            }

            await ServeAsync(socket, stream);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or Ended)
        {
            // The conversation is over, by the client's will or the fault's.
        }
    }

    private async Task ServeAsync(Socket socket, Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, false, 512, leaveOpen: true);
        await AnswerAsync(socket, stream, SmtpStage.Greeting, "220 hello");
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            var word = line.Split(' ')[0];
            var (stage, answer) = word switch
            {
                "EHLO" or "HELO" => (SmtpStage.Hello, _pipelines ? "250-me\r\n250 PIPELINING" : "250 me"),
                "MAIL" => (SmtpStage.MailFrom, "250 sender ok"),
                "RCPT" => (SmtpStage.RcptTo, "250 recipient ok"),
                "DATA" => (SmtpStage.Data, "354 go"),
                _ => (SmtpStage.Reset, "250 ok"),
            };
            await AnswerAsync(socket, stream, stage, answer);
            if (stage == SmtpStage.Data && _stage != SmtpStage.Data)
                await TakeAsync(socket, stream, reader);
        }
    }

    private async Task TakeAsync(Socket socket, Stream stream, StreamReader reader)
    {
        for (var lines = 0; await reader.ReadLineAsync(_stop.Token) is { } line && line != "."; lines++)
        {
            if (lines == 10)
                await AnswerAsync(socket, stream, SmtpStage.Body, null);
        }

        await AnswerAsync(socket, stream, SmtpStage.EndOfData, "250 taken");
    }

    private async Task AnswerAsync(Socket socket, Stream stream, SmtpStage stage, string? answer)
    {
        var words = stage != _stage ? answer : _fault switch
        {
            Fault.Refuse => "550 5.7.1 no",
            Fault.Defer => "451 4.3.0 later",
            Fault.Close => "421 4.3.2 closing",
            Fault.Garbage => "\u0001 what? \u0002",
            Fault.Drop or Fault.Reset => null,
            _ => "",
        };
        if (words is { Length: > 0 })
            await stream.WriteAsync(Encoding.Latin1.GetBytes(words + "\r\n"), _stop.Token);
        if (stage != _stage)
            return;
        if (_fault == Fault.Stall)
            await Task.Delay(Timeout.InfiniteTimeSpan, _stop.Token);
        if (_fault is Fault.Close or Fault.Drop or Fault.Reset || stage == SmtpStage.Body)
        {
            // Reset: with unread bytes and no lingering the system sends RST.
            if (_fault == Fault.Reset)
                socket.LingerState = new LingerOption(true, 0);
            socket.Close();
            throw new Ended();
        }
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(130));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private sealed class Ended : Exception;
}
