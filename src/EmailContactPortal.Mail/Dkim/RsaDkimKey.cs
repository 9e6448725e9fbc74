using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace EmailContactPortal.Mail.Dkim;

/// <summary>rsa-sha256.</summary>
internal sealed class RsaDkimKey : DkimKey
{
    // An RSA object is not promised to serve two threads at once; signing is what costs, so every thread gets its own.
    private readonly ConcurrentBag<RSA> _idle = [];
    private readonly RSAParameters _parameters;

    private RsaDkimKey(RSA key)
    {
        _parameters = key.ExportParameters(includePrivateParameters: true);
        _idle.Add(key);
    }

    public override string Algorithm => "rsa-sha256";

    protected override string KeyType => "rsa";

    public override string ExportPem() => Use(key => key.ExportPkcs8PrivateKeyPem());

    public override void Dispose()
    {
        while (_idle.TryTake(out var key))
            key.Dispose();
    }

    internal static RsaDkimKey Generate(int bits) => new(RSA.Create(bits));

    internal static RsaDkimKey FromPem(string pem)
    {
        var key = RSA.Create();
        try
        {
            key.ImportFromPem(pem);
            return new RsaDkimKey(key);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new FormatException("Not an RSA or Ed25519 private key in PEM.", e);
        }
    }

    internal override byte[] SignHash(ReadOnlySpan<byte> hash)
    {
        var key = Take();
        try
        {
            return key.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        finally
        {
            _idle.Add(key);
        }
    }

    protected override byte[] PublicKey() => Use(key => key.ExportSubjectPublicKeyInfo());

    private T Use<T>(Func<RSA, T> question)
    {
        var key = Take();
        try
        {
            return question(key);
        }
        finally
        {
            _idle.Add(key);
        }
    }

    private RSA Take() => _idle.TryTake(out var key) ? key : RSA.Create(_parameters);
}
