using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace EmailContactPortal.Mail.Smtp;

/// <summary>What protects a connection.</summary>
/// <param name="Protocol">As people write it: TLS 1.3.</param>
/// <param name="Subject">Whom the server's certificate names.</param>
/// <param name="ValidUntil">UTC; the certificate's end.</param>
public sealed record SmtpEncryption(string Protocol, string Subject, DateTime ValidUntil)
{
    internal static SmtpEncryption Of(SslStream stream)
    {
        using var certificate = new X509Certificate2(stream.RemoteCertificate!);
        var protocol = stream.SslProtocol switch
        {
            SslProtocols.Tls13 => "TLS 1.3",
            SslProtocols.Tls12 => "TLS 1.2",
            var old => old.ToString(),
        };
        return new SmtpEncryption(protocol, certificate.GetNameInfo(X509NameType.DnsName, false), certificate.NotAfter.ToUniversalTime());
    }
}
