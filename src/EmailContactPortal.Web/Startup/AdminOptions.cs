namespace EmailContactPortal.Web.Startup;

/// <summary>The first administrator (configuration section <c>Admin</c>); used only while the portal has no users.</summary>
public sealed class AdminOptions
{
    public const string Section = "Admin";

    public string? Email { get; set; }

    public string? Password { get; set; }

    /// <summary>An API key with all scopes, made when no key exists yet.</summary>
    public string? ApiKey { get; set; }
}
