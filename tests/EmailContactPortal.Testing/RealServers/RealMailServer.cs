using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace EmailContactPortal.Testing.RealServers;

/// <summary>
/// A mail server of other people's making, on loopback ports of its own: it takes mail for anybody <c>@real.example</c> and puts it into
/// one maildir. Its life is bounded even when the test run is killed.
/// </summary>
public abstract class RealMailServer : IAsyncDisposable
{
    public const string Domain = "real.example";
    public const string UserName = "portal";
    public const string Password = "geheim Wört1";
    private const string MaxLife = "280";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private Process? process;

    /// <summary>Neither encrypted nor signed in.</summary>
    public int PlainPort { get; } = FreePort.Next();

    /// <summary>STARTTLS before anything else.</summary>
    public int StartTlsPort { get; } = FreePort.Next();

    /// <summary>Encrypted from the first byte.</summary>
    public int TlsPort { get; } = FreePort.Next();

    /// <summary>STARTTLS and sign-in before any mail.</summary>
    public int SignInPort { get; } = FreePort.Next();

    /// <summary>Where mail ends up.</summary>
    protected abstract string Maildir { get; }

    /// <summary>What the server wrote about its work.</summary>
    public abstract string ReadLog();

    public virtual async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>The delivered copy that holds this text, as soon as it is there.</summary>
    public async Task<byte[]> TakeAsync(string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        for (var stop = Stopwatch.StartNew(); stop.Elapsed < Timeout;)
        {
            foreach (var mail in Delivered())
                if (mail.AsSpan().IndexOf(wanted) >= 0) return mail;
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        throw new InvalidOperationException($"Nothing with \"{text}\" was delivered. The server says:\n{ReadLog()}");
    }

    /// <summary>Waits until the server has written this.</summary>
    public async Task LoggedAsync(string text)
    {
        for (var stop = Stopwatch.StartNew(); stop.Elapsed < Timeout; await Task.Delay(TimeSpan.FromMilliseconds(50)))
            if (ReadLog().Contains(text, StringComparison.Ordinal)) return;
        throw new InvalidOperationException($"The server never wrote \"{text}\". It says:\n{ReadLog()}");
    }

    /// <summary>All that is delivered now, as it went over the wire.</summary>
    public IEnumerable<byte[]> Delivered()
    {
        var folder = Path.Combine(Maildir, "new");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Select(f => WithCrLf(File.ReadAllBytes(f))) : [];
    }

    // A maildir has the line ends of Unix.
    private static byte[] WithCrLf(byte[] mail)
    {
        var result = new List<byte>(mail.Length + 1000);
        foreach (var b in mail)
        {
            if (b == (byte)'\n') result.Add((byte)'\r');
            result.Add(b);
        }

        return [.. result];
    }

    /// <summary>Writes key and certificate for localhost that nobody signed.</summary>
    protected static void WriteCertificate(string certificatePath, string keyPath)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(
            TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));
        File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        SetMode(keyPath, 0b110_000_000);
    }

    /// <summary>Starts the server in the foreground and waits until all its ports answer.</summary>
    protected async Task StartAsync(string logPath, params string[] command)
    {
        var shell = string.Join(' ', command.Select(c => $"'{c}'"));
        process = Process.Start(new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", $"exec timeout {MaxLife} {shell} >>'{logPath}' 2>&1" },
        })!;
        foreach (var port in new[] { PlainPort, StartTlsPort, TlsPort, SignInPort })
            await WaitAsync(port);
    }

    protected static void SetMode(string path, int mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, (UnixFileMode)mode);
    }

    protected static void RequireRoot(string what)
    {
        if (Environment.UserName != "root") throw new InvalidOperationException($"{what} runs as root only; run eng/test.sh as root.");
    }

    private async Task WaitAsync(int port)
    {
        for (var stop = Stopwatch.StartNew(); stop.Elapsed < Timeout && !process!.HasExited;)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }

        throw new InvalidOperationException($"The mail server does not listen on port {port}. It says:\n{ReadLog()}");
    }
}
