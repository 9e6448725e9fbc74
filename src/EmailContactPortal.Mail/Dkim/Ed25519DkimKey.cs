using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace EmailContactPortal.Mail.Dkim;

/// <summary>ed25519-sha256 (RFC 8463), by BouncyCastle: .NET 10 has no Ed25519 of its own.</summary>
internal sealed class Ed25519DkimKey : DkimKey
{
    private const int SeedLength = 32;
    private readonly byte[] _seed;
    private readonly byte[] _publicKey = new byte[Ed25519.PublicKeySize];

    private Ed25519DkimKey(byte[] seed)
    {
        _seed = seed;
        Ed25519.GeneratePublicKey(_seed, 0, _publicKey, 0);
    }

    public override string Algorithm => "ed25519-sha256";

    protected override string KeyType => "ed25519";

    // What stands before the seed in PKCS #8 (RFC 8410 7).
    private static ReadOnlySpan<byte> Pkcs8Start =>
        [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

    public override string ExportPem() => PemEncoding.WriteString("PRIVATE KEY", [.. Pkcs8Start, .. _seed]);

    public override void Dispose() => CryptographicOperations.ZeroMemory(_seed);

    internal static Ed25519DkimKey Generate() => new(RandomNumberGenerator.GetBytes(SeedLength));

    internal static Ed25519DkimKey FromSeed(ReadOnlySpan<byte> seed) => new(seed.ToArray());

    internal static Ed25519DkimKey? TryImport(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields))
            return null;
        var bytes = Convert.FromBase64String(pem[fields.Base64Data]);
        return bytes.AsSpan().StartsWith(Pkcs8Start) && bytes.Length >= Pkcs8Start.Length + SeedLength
            ? new Ed25519DkimKey(bytes[Pkcs8Start.Length..(Pkcs8Start.Length + SeedLength)])
            : null;
    }

    internal override byte[] SignHash(ReadOnlySpan<byte> hash)
    {
        var signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(_seed, 0, _publicKey, 0, hash.ToArray(), 0, hash.Length, signature, 0);
        return signature;
    }

    protected override byte[] PublicKey() => _publicKey;
}
