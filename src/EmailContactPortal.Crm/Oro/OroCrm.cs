using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Crm.Oro;

/// <summary>The Oro adapter's entry among the kinds of CRM.</summary>
public static class OroCrm
{
    /// <summary>Stored in connections.</summary>
    public const string Kind = "oro";

    /// <summary>The kind, calling out through <paramref name="http"/>.</summary>
    public static CrmAdapterKind With(Func<HttpClient> http) => new(Kind, "OroCRM", settings => new OroAdapter(http(), settings))
    {
        About = "OroCRM and OroCommerce over their JSON:API, signed in as an OAuth application.",
        Address = new CrmBaseField("Address", "Of the site, without /admin or /api.", "https://crm.example.com"),
        UserName = new CrmBaseField(
            "Client id",
            "In Oro under System > User Management > OAuth Applications: an application of the back office with the grant type Client "
                + "Credentials."),
        Secret = new CrmBaseField("Client secret", "Shown once when the application is made."),
        Options = OroOptions.Form,
    };
}
