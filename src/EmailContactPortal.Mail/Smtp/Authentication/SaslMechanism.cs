using System.Text;

namespace EmailContactPortal.Mail.Smtp.Authentication;

/// <summary>One way to sign in (RFC 4422): an optional first message, then an answer to every challenge.</summary>
internal abstract class SaslMechanism(string name)
{
    internal string Name { get; } = name;

    /// <summary>True when whoever listens learns the secret.</summary>
    internal virtual bool ShowsSecret => true;

    /// <summary>True when the server asks first, so that a refusal may be its misunderstanding and not a wrong password.</summary>
    internal virtual bool IsChallenged => false;

    /// <summary>False while a server that must prove itself has not.</summary>
    internal virtual bool IsServerProven => true;

    internal virtual byte[]? First() => null;

    /// <summary>Answers a challenge; throws <see cref="FormatException"/> when it cannot be understood.</summary>
    internal abstract byte[] Next(byte[] challenge);

    protected static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}

/// <summary>PLAIN (RFC 4616).</summary>
internal sealed class PlainMechanism(SmtpCredentials credentials) : SaslMechanism("PLAIN")
{
    internal override byte[] First() => Utf8($"\0{credentials.UserName}\0{credentials.Secret}");

    internal override byte[] Next(byte[] challenge) => First();
}

/// <summary>LOGIN, never a standard but everywhere: name and password to two questions.</summary>
internal sealed class LoginMechanism(SmtpCredentials credentials) : SaslMechanism("LOGIN")
{
    private bool _gaveName;

    internal override byte[] Next(byte[] challenge)
    {
        var answer = _gaveName ? credentials.Secret : credentials.UserName;
        _gaveName = true;
        return Utf8(answer);
    }
}

/// <summary>XOAUTH2 as Google and Microsoft speak it: an access token in place of a password.</summary>
internal sealed class XOAuth2Mechanism(SmtpCredentials credentials) : SaslMechanism("XOAUTH2")
{
    internal override byte[] First() => Utf8($"user={credentials.UserName}\u0001auth=Bearer {credentials.Secret}\u0001\u0001");

    // The challenge tells what is wrong with the token; an empty answer makes the server say it in its reply.
    internal override byte[] Next(byte[] challenge) => [];
}
