namespace EmailContactPortal.Web.Startup;

/// <summary>Names of the rights that controllers ask for.</summary>
internal static class Policies
{
    /// <summary>Marketers and administrators.</summary>
    public const string Marketer = "Marketer";

    /// <summary>Administrators only.</summary>
    public const string Admin = "Admin";
}
