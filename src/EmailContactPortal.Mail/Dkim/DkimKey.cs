namespace EmailContactPortal.Mail.Dkim;

/// <summary>A private key that signs mail, and the DNS record that makes it known (RFC 6376 3.6.1).</summary>
public abstract class DkimKey : IDisposable
{
    /// <summary>The word for the a= tag.</summary>
    public abstract string Algorithm { get; }

    /// <summary>The text of the DNS TXT record at <c>selector._domainkey.domain</c>.</summary>
    public string DnsRecord => $"v=DKIM1; k={KeyType}; p={Convert.ToBase64String(PublicKey())}";

    protected abstract string KeyType { get; }

    /// <summary>A new RSA key; 2048 bits is what receivers expect (RFC 8301).</summary>
    public static DkimKey GenerateRsa(int bits = 2048) => RsaDkimKey.Generate(bits);

    /// <summary>A new Ed25519 key (RFC 8463): short and fast, but not every receiver knows it, so sign with RSA beside it.</summary>
    public static DkimKey GenerateEd25519() => Ed25519DkimKey.Generate();

    /// <summary>Reads a private key in PEM (PKCS #8, or PKCS #1 for RSA); throws <see cref="FormatException"/> when it is none.</summary>
    public static DkimKey Import(string pem) =>
        (DkimKey?)Ed25519DkimKey.TryImport(pem) ?? RsaDkimKey.FromPem(pem);

    /// <summary>The private key in PEM (PKCS #8).</summary>
    public abstract string ExportPem();

    public abstract void Dispose();

    /// <summary>Signs a SHA-256 hash. May be called from several threads at once.</summary>
    internal abstract byte[] SignHash(ReadOnlySpan<byte> hash);

    protected abstract byte[] PublicKey();
}
