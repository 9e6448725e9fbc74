using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace EmailContactPortal.Mail.Smtp.Authentication;

/// <summary>CRAM-MD5 (RFC 2195), for servers that know nothing better.</summary>
internal sealed class CramMd5Mechanism(SmtpCredentials credentials) : SaslMechanism("CRAM-MD5")
{
    internal override bool ShowsSecret => false;

    internal override bool IsChallenged => true;

    [SuppressMessage("Security", "CA5351", Justification = "The mechanism is defined over MD5; it comes last of all that are offered.")]
    internal override byte[] Next(byte[] challenge) =>
        Utf8($"{credentials.UserName} {Convert.ToHexStringLower(HMACMD5.HashData(Utf8(credentials.Secret), challenge))}");
}
