using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using EmailContactPortal.Mail.Addresses;

namespace EmailContactPortal.Mail.Smtp;

/// <summary>Brings a connection up to where a client can say EHLO: socket, greeting, encryption.</summary>
internal static class SmtpDialer
{
    private const int ImplicitTlsPort = 465;

    /// <summary>A wire that waits for EHLO, or what the server answered to it where it had to be asked about STARTTLS.</summary>
    internal static async Task<(SmtpWire Wire, SmtpCapabilities? Known)> DialAsync(
        SmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        var transcript = endpoint.Transcript?.Invoke();
        SmtpWire wire;
        try
        {
            wire = new SmtpWire(await ConnectAsync(endpoint, transcript, cancellationToken), endpoint.Timeouts, transcript);
        }
        catch (Exception e)
        {
            transcript?.Noted(e.Message);
            transcript?.Dispose();
            throw;
        }

        try
        {
            return (wire, await GreetAsync(wire, endpoint, cancellationToken));
        }
        catch (Exception e)
        {
            if (e is SmtpException { Reply: null })
                transcript?.Noted(e.Message);
            await wire.DisposeAsync();
            throw;
        }
    }

    /// <summary>The name said in EHLO.</summary>
    internal static string HelloName(SmtpEndpoint endpoint) =>
        DomainName.TryNormalize(endpoint.HelloName ?? Environment.MachineName, out var domain) ? domain : "localhost";

    internal static async Task<SmtpCapabilities> HelloAsync(SmtpWire wire, SmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        wire.Output.Write($"EHLO {HelloName(endpoint)}\r\n");
        await wire.FlushAsync(SmtpStage.Hello, cancellationToken);
        var reply = await wire.ReadAsync(SmtpStage.Hello, cancellationToken);
        if (reply.Code == 250)
            return SmtpCapabilities.Parse(reply);
        if (reply.Code is not (>= 500 and <= 504))
            throw SmtpException.Refused(SmtpStage.Hello, reply);

        // A server from before RFC 1869.
        wire.Output.Write($"HELO {HelloName(endpoint)}\r\n");
        await wire.FlushAsync(SmtpStage.Hello, cancellationToken);
        reply = await wire.ReadAsync(SmtpStage.Hello, cancellationToken);
        return reply.Code == 250 ? SmtpCapabilities.None : throw SmtpException.Refused(SmtpStage.Hello, reply);
    }

    private static async Task<Stream> ConnectAsync(SmtpEndpoint endpoint, ISmtpTranscript? transcript, CancellationToken cancellationToken)
    {
        // Nagle's algorithm against delayed acknowledgements costs 40 ms for every message.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(endpoint.Timeouts.Connect);
        try
        {
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, limit.Token);
            transcript?.Noted($"connected to {NameOf(socket.RemoteEndPoint)}");
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (e is OperationCanceledException && cancellationToken.IsCancellationRequested)
                throw;
            var reason = e is OperationCanceledException ? "no answer in time" : e.Message;
            throw new SmtpException(
                SmtpTrouble.Network, SmtpStage.Connect, $"Cannot reach {endpoint.Host}:{endpoint.Port}: {reason}.", inner: e);
        }
    }

    private static string NameOf(EndPoint? end) =>
        end is IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped
            ? new IPEndPoint(mapped.Address.MapToIPv4(), mapped.Port).ToString()
            : $"{end}";

    private static async Task<SmtpCapabilities?> GreetAsync(SmtpWire wire, SmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        var isTls = endpoint.Security == SmtpSecurity.Tls || endpoint is { Security: SmtpSecurity.Auto, Port: ImplicitTlsPort };
        if (isTls)
            await EncryptAsync(wire, endpoint, cancellationToken);

        var greeting = await wire.ReadAsync(SmtpStage.Greeting, cancellationToken);
        if (greeting.Code != 220)
            throw SmtpException.Refused(SmtpStage.Greeting, greeting);
        if (isTls || endpoint.Security == SmtpSecurity.None)
            return null;

        var capabilities = await HelloAsync(wire, endpoint, cancellationToken);
        if (endpoint.Security == SmtpSecurity.Auto && !capabilities.StartTls)
            return capabilities;
        await StartTlsAsync(wire, endpoint, capabilities, cancellationToken);
        return null;
    }

    private static async Task StartTlsAsync(
        SmtpWire wire, SmtpEndpoint endpoint, SmtpCapabilities capabilities, CancellationToken cancellationToken)
    {
        if (!capabilities.StartTls)
            throw new SmtpException(SmtpTrouble.Tls, SmtpStage.StartTls, "The server does not offer STARTTLS.");

        wire.Output.Write("STARTTLS\r\n"u8);
        await wire.FlushAsync(SmtpStage.StartTls, cancellationToken);
        var reply = await wire.ReadAsync(SmtpStage.StartTls, cancellationToken);
        if (reply.Code != 220)
            throw new SmtpException(SmtpTrouble.Tls, SmtpStage.StartTls, $"The server refused STARTTLS: {reply}", reply);
        await EncryptAsync(wire, endpoint, cancellationToken);
    }

    private static async Task EncryptAsync(SmtpWire wire, SmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        var complaint = "";
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = endpoint.Host,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                complaint = Explain(endpoint.Host, certificate, chain, errors);
                return complaint.Length == 0 || endpoint.AcceptsAnyCertificate;
            },
        };
        try
        {
            await wire.EncryptAsync(options, cancellationToken);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or SocketException)
        {
            throw new SmtpException(
                SmtpTrouble.Tls, SmtpStage.StartTls, $"No encrypted connection: {(complaint.Length > 0 ? complaint : e.Message)}",
                inner: e);
        }
    }

    private static string Explain(string host, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return "";
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return "the server shows no certificate.";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"the certificate is for {certificate.Subject}, not for {host}.";
        var reasons = chain?.ChainStatus.Select(status => status.StatusInformation.Trim()).Where(reason => reason.Length > 0).Distinct()
            ?? [];
        return $"the certificate is not to be trusted: {string.Join("; ", reasons)}";
    }
}
