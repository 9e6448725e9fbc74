using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using EmailContactPortal.Mail.Addresses;
using EmailContactPortal.Mail.Smtp.Authentication;

namespace EmailContactPortal.Mail.Smtp;

/// <summary>Opens connections: socket, encryption, greeting, sign-in.</summary>
internal static class SmtpDialer
{
    private const int ImplicitTlsPort = 465;

    internal static async Task<SmtpConnection> OpenAsync(SmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        var wire = new SmtpWire(await ConnectAsync(endpoint, cancellationToken), endpoint.Timeouts);
        try
        {
            var capabilities = await GreetAsync(wire, endpoint, cancellationToken);
            if (endpoint.Credentials is not null)
                await SignIn.RunAsync(wire, endpoint, capabilities, cancellationToken);
            return new SmtpConnection(wire, endpoint, capabilities);
        }
        catch
        {
            await wire.DisposeAsync();
            throw;
        }
    }

    private static async Task<Stream> ConnectAsync(SmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        // Nagle's algorithm against delayed acknowledgements costs 40 ms for every message.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(endpoint.Timeouts.Connect);
        try
        {
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, patience.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (e is OperationCanceledException && cancellationToken.IsCancellationRequested)
                throw;
            var reason = e is OperationCanceledException ? "no answer in time" : e.Message;
            throw new SmtpException(SmtpTrouble.Network, SmtpStage.Connect, $"Cannot reach {endpoint.Host}:{endpoint.Port}: {reason}.", inner: e);
        }
    }

    private static async Task<SmtpCapabilities> GreetAsync(SmtpWire wire, SmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        var isTls = endpoint.Security == SmtpSecurity.Tls || endpoint is { Security: SmtpSecurity.Auto, Port: ImplicitTlsPort };
        if (isTls)
            await EncryptAsync(wire, endpoint, cancellationToken);

        var greeting = await wire.ReadAsync(SmtpStage.Greeting, cancellationToken);
        if (greeting.Code != 220)
            throw SmtpException.Refused(SmtpStage.Greeting, greeting);

        var capabilities = await HelloAsync(wire, endpoint, cancellationToken);
        if (isTls || endpoint.Security == SmtpSecurity.None || endpoint.Security == SmtpSecurity.Auto && !capabilities.StartTls)
            return capabilities;

        await StartTlsAsync(wire, endpoint, capabilities, cancellationToken);
        return await HelloAsync(wire, endpoint, cancellationToken);
    }

    private static async Task StartTlsAsync(SmtpWire wire, SmtpEndpoint endpoint, SmtpCapabilities capabilities, CancellationToken cancellationToken)
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

    private static async Task<SmtpCapabilities> HelloAsync(SmtpWire wire, SmtpEndpoint endpoint, CancellationToken cancellationToken)
    {
        var name = DomainName.TryNormalize(endpoint.HelloName ?? Environment.MachineName, out var domain) ? domain : "localhost";
        wire.Output.Write($"EHLO {name}\r\n");
        await wire.FlushAsync(SmtpStage.Hello, cancellationToken);
        var reply = await wire.ReadAsync(SmtpStage.Hello, cancellationToken);
        if (reply.Code == 250)
            return SmtpCapabilities.Parse(reply);
        if (reply.Code is not (>= 500 and <= 504))
            throw SmtpException.Refused(SmtpStage.Hello, reply);

        // A server from before RFC 1869.
        wire.Output.Write($"HELO {name}\r\n");
        await wire.FlushAsync(SmtpStage.Hello, cancellationToken);
        reply = await wire.ReadAsync(SmtpStage.Hello, cancellationToken);
        return reply.Code == 250 ? SmtpCapabilities.None : throw SmtpException.Refused(SmtpStage.Hello, reply);
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
            throw new SmtpException(SmtpTrouble.Tls, SmtpStage.StartTls, $"No encrypted connection: {(complaint.Length > 0 ? complaint : e.Message)}", inner: e);
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
        var reasons = chain?.ChainStatus.Select(status => status.StatusInformation.Trim()).Where(reason => reason.Length > 0).Distinct() ?? [];
        return $"the certificate is not to be trusted: {string.Join("; ", reasons)}";
    }
}
