using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EmailContactPortal.Mail.Smtp.Authentication;

/// <summary>The hash a SCRAM family is built on.</summary>
internal enum ScramHash
{
    Sha1,
    Sha256,
}

/// <summary>SCRAM-SHA-1 and SCRAM-SHA-256 (RFC 5802, RFC 7677): neither side shows the password, both prove they know it.</summary>
internal sealed class ScramMechanism(SmtpCredentials credentials, ScramHash hash)
    : SaslMechanism(hash == ScramHash.Sha256 ? "SCRAM-SHA-256" : "SCRAM-SHA-1")
{
    private const int MaxIterations = 1_000_000;
    private readonly HashAlgorithmName _algorithm = hash == ScramHash.Sha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1;
    private string _nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
    private string _firstBare = "";
    private byte[]? _serverSignature;

    internal override bool ShowsSecret => false;

    internal override bool IsChallenged => true;

    internal override bool IsServerProven => IsProven;

    private bool IsProven { get; set; }

    internal ScramMechanism WithNonce(string nonce)
    {
        _nonce = nonce;
        return this;
    }

    internal override byte[] First()
    {
        var user = credentials.UserName.Normalize(NormalizationForm.FormKC)
            .Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);
        _firstBare = $"n={user},r={_nonce}";
        return Utf8("n,," + _firstBare);
    }

    internal override byte[] Next(byte[] challenge) =>
        _serverSignature is null ? Prove(Encoding.UTF8.GetString(challenge)) : Verify(Encoding.UTF8.GetString(challenge));

    private byte[] Prove(string serverFirst)
    {
        var parts = serverFirst.Split(',');
        var nonce = Part(parts, "r=");
        if (!nonce.StartsWith(_nonce, StringComparison.Ordinal) || nonce.Length == _nonce.Length)
            throw new FormatException("the nonce is not ours");
        var salt = Convert.FromBase64String(Part(parts, "s="));
        if (!int.TryParse(Part(parts, "i="), NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) || iterations is < 1 or > MaxIterations)
            throw new FormatException("the number of iterations is out of bounds");

        var size = hash == ScramHash.Sha256 ? 32 : 20;
        var salted = Rfc2898DeriveBytes.Pbkdf2(credentials.Secret.Normalize(NormalizationForm.FormKC), salt, iterations, _algorithm, size);
        var clientKey = Hmac(salted, "Client Key");
        var withoutProof = $"c=biws,r={nonce}";
        var auth = $"{_firstBare},{serverFirst},{withoutProof}";
        var proof = Hmac(CryptographicOperations.HashData(_algorithm, clientKey), auth);
        for (var i = 0; i < proof.Length; i++)
            proof[i] ^= clientKey[i];
        _serverSignature = Hmac(Hmac(salted, "Server Key"), auth);
        return Utf8($"{withoutProof},p={Convert.ToBase64String(proof)}");
    }

    private byte[] Verify(string serverFinal)
    {
        var parts = serverFinal.Split(',');
        if (parts.FirstOrDefault(part => part.StartsWith("e=", StringComparison.Ordinal)) is { } error)
            throw new FormatException(error[2..]);
        IsProven = CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(Part(parts, "v=")), _serverSignature);
        return IsProven ? [] : throw new FormatException("the server does not know the password");
    }

    private byte[] Hmac(byte[] key, string text) => CryptographicOperations.HmacData(_algorithm, key, Utf8(text));

    private static string Part(string[] parts, string name) =>
        parts.FirstOrDefault(part => part.StartsWith(name, StringComparison.Ordinal))?[2..]
            ?? throw new FormatException($"{name} is missing");
}
