using EmailContactPortal.Crm.Vtiger.Protocol;
using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Crm.Vtiger;

/// <summary>The vtiger adapter's entry among the kinds of CRM.</summary>
public static class VtigerCrm
{
    /// <summary>Stored in connections.</summary>
    public const string Kind = "vtiger";

    /// <summary>The kind, calling out through <paramref name="http"/>.</summary>
    public static CrmAdapterKind With(Func<HttpClient> http) => new(
        Kind, "vtiger or CRM-service", settings => new VtigerAdapter(http(), settings))
    {
        About = "vtiger 6.x to 8.x and its relatives, over webservice.php.",
        Address = new CrmBaseField("Address", "As in the browser, without index.php.", "https://crm.example.com"),
        UserName = new CrmBaseField("User name", "A user that sees all contacts of the campaigns."),
        Secret = new CrmBaseField("Access key", "In the CRM under My Preferences of that user; it is not the password."),
        Options = VtigerForm.Options,
    };
}
