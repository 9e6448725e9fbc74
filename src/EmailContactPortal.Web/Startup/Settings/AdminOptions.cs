using System.ComponentModel.DataAnnotations;
using EmailContactPortal.Domain.Access;

namespace EmailContactPortal.Web.Startup.Settings;

/// <summary>The first administrator (configuration section <c>Admin</c>); used only while the portal has no users.</summary>
internal sealed class AdminOptions : IValidatableObject
{
    public const string Section = "Admin";

    public string? Email { get; set; }

    [DataType(DataType.Password)]
    public string? Password { get; set; }

    /// <summary>An API key with all scopes, made when no key exists yet.</summary>
    [DataType(DataType.Password)]
    public string? ApiKey { get; set; }

    /// <summary>Whether a weak key is refused: whoever tries the portal may use one.</summary>
    internal bool IsStrict { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsStrict || string.IsNullOrWhiteSpace(ApiKey) || WeakSecrets.WeaknessOfKey(ApiKey) is not { } weakness) yield break;
        yield return new(
            $"Admin:ApiKey is weak: {weakness}. Take at least {WeakSecrets.MinKeyLength} random characters, for example what 'openssl "
                + "rand -hex 20' writes.");
    }
}
