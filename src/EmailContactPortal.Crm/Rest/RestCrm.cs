using System.Text.Json;
using EmailContactPortal.Crm.Rest.Describing;
using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Crm.Rest;

/// <summary>The described adapter's entry among the kinds of CRM.</summary>
public static class RestCrm
{
    /// <summary>Stored in connections.</summary>
    public const string Kind = "rest";

    /// <summary>The kind, calling out through <paramref name="http"/>.</summary>
    public static CrmAdapterKind With(Func<HttpClient> http) => new(
        Kind, "Another CRM, by description", settings => new RestAdapter(http(), settings))
    {
        About = "Any CRM with a REST API that speaks JSON: you describe which calls to make and where in the answers to look.",
        Address = new CrmBaseField("Address", "The paths of the description go on from here.", "https://api.example.com/v1"),
        UserName = new CrmBaseField("User name or client id", "Only for basic and oauth2.", Required: false),
        Secret = new CrmBaseField(
            "Secret", "Key, token, password or client secret, whatever “auth” in the description sends.", Required: false),
        Options =
        [
            new("description", "Description of the API", CrmOptionType.Json)
            {
                Required = true,
                MaxLength = 50_000,
                Help = "JSON. The operating guide explains every part; Try it out shows what the CRM answers.",
                Check = json => RestDescriptionReader.Read(json).Problems,
            },
        ],
        Starts =
        [
            Start("hubspot", "HubSpot", "https://api.hubapi.com"),
            Start("salesforce", "Salesforce", "https://your-company.my.salesforce.com"),
            Start("espocrm", "EspoCRM", "https://crm.example.com/api/v1"),
        ],
    };

    private static CrmStart Start(string name, string label, string address)
    {
        using var stream = typeof(RestCrm).Assembly.GetManifestResourceStream($"{typeof(RestCrm).Namespace}.Starts.{name}.json")!;
        using var description = JsonDocument.Parse(stream);
        return new CrmStart(name, label, address, JsonSerializer.Serialize(new { description = description.RootElement }));
    }
}
