namespace EmailContactPortal.Crm;

/// <summary>A connection as an adapter needs it, the secrets in clear.</summary>
/// <param name="Url">Base address of the CRM.</param>
/// <param name="UserName">Who signs in.</param>
/// <param name="Secret">Access key, client secret or token; empty when none is needed.</param>
/// <param name="Options">What this kind needs besides, as JSON.</param>
public sealed record CrmSettings(string Url, string UserName, string Secret, string Options)
{
    /// <summary>Where calls are noted while somebody tries the connection out.</summary>
    public CrmTrace? Trace { get; init; }

    /// <summary>Adapters wait for it before every call they make, so that the CRM's other users are not slowed down.</summary>
    public CrmPace Pace { get; init; } = CrmPace.None;
}
