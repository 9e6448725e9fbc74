using System.Security.Cryptography;

namespace EmailContactPortal.Mail.Dkim;

/// <summary>ed25519-sha256 (RFC 8463).</summary>
internal sealed class Ed25519DkimKey : DkimKey
{
    private const int SeedLength = 32;
    private readonly byte[] _seed;
    private readonly OpenSsl.Ed25519Handle _handle;

    private Ed25519DkimKey(byte[] seed)
    {
        _seed = seed;
        _handle = OpenSsl.Ed25519Handle.Create(seed);
    }

    public override string Algorithm => "ed25519-sha256";

    protected override string KeyType => "ed25519";

    // What stands before the seed in PKCS #8 (RFC 8410 7).
    private static ReadOnlySpan<byte> Pkcs8Start => [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

    public override string ExportPem() => PemEncoding.WriteString("PRIVATE KEY", [.. Pkcs8Start, .. _seed]);

    public override void Dispose()
    {
        _handle.Dispose();
        CryptographicOperations.ZeroMemory(_seed);
    }

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

    internal override byte[] SignHash(ReadOnlySpan<byte> hash) => _handle.Sign(hash);

    protected override byte[] PublicKey() => _handle.PublicKey();
}
