using EmailContactPortal.Domain.Access;

namespace EmailContactPortal.Web.Startup;

/// <summary>The first administrator (configuration section <c>Admin</c>); used only while the portal has no users.</summary>
public sealed class AdminOptions
{
    public const string Section = "Admin";

    public string? Email { get; set; }

    public string? Password { get; set; }

    /// <summary>An API key with all scopes, made when no key exists yet.</summary>
    public string? ApiKey { get; set; }

    /// <summary>What is wrong with the settings, in words.</summary>
    public IEnumerable<string> Problems(bool isProduction)
    {
        if (!isProduction || string.IsNullOrWhiteSpace(ApiKey) || WeakSecrets.WeaknessOfKey(ApiKey) is not { } weakness) yield break;
        yield return $"Admin:ApiKey is weak: {weakness}. Take at least {WeakSecrets.MinKeyLength} random characters, for example what 'openssl rand -hex 20' writes.";
    }
}
