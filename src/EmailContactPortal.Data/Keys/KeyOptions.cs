using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EmailContactPortal.Data.Keys;

/// <summary>
/// What protects the keys in the database (configuration section <c>Keys</c>): a certificate or a file, so that a copy of the database
/// alone opens no secret.
/// </summary>
public sealed class KeyOptions : IValidatableObject
{
    public const string Section = "Keys";

    /// <summary>Where the master key lies that protects the keys in the database; made at the first start.</summary>
    public string File { get; set; } = "";

    /// <summary>A PFX file with an RSA key; wins over <see cref="File"/>.</summary>
    public string? Certificate { get; set; }

    [DataType(DataType.Password)]
    public string? CertificatePassword { get; set; }

    /// <summary>
    /// Whether nobody chose a place, so that the key lies in the data directory and is easily backed up, or lost, together with the
    /// database.
    /// </summary>
    [Browsable(false)]
    public bool IsDefault { get; set; }

    /// <summary>What protects the keys, for people.</summary>
    public string Words => Certificate is null ? $"the key file {File}" : $"the certificate {Certificate}";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Fault() is { } fault ? [new(fault)] : [];

    private string? Fault()
    {
        if (Certificate is null) return null;
        try
        {
            using var certificate = LoadCertificate();
            using var key = certificate.GetRSAPrivateKey();
            return key is null ? $"Keys:Certificate '{Certificate}' holds no RSA private key." : null;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"Keys:Certificate '{Certificate}' cannot be read ({e.Message.TrimEnd('.')}). It must be a PFX file, and "
                + "Keys:CertificatePassword its password.";
        }
    }

    internal X509Certificate2 LoadCertificate() => X509CertificateLoader.LoadPkcs12FromFile(Certificate!, CertificatePassword);
}
