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

/// <summary>A kind of CRM that the portal can talk to, and what it wants to know; the connection's form and its checks are made from this.</summary>
/// <param name="Name">Stored in connections: <c>demo</c>, <c>vtiger</c>, <c>oro</c>, <c>rest</c>.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Create">Makes the adapter of one connection.</param>
public sealed record CrmKind(string Name, string Label, Func<CrmSettings, ICrmAdapter> Create)
{
    /// <summary>One sentence for somebody who chooses a kind.</summary>
    public string About { get; init; } = "";

    /// <summary>Null when this kind has no address.</summary>
    public CrmBaseField? Address { get; init; }

    /// <summary>Null when this kind knows no user.</summary>
    public CrmBaseField? UserName { get; init; }

    /// <summary>Null when this kind needs no secret.</summary>
    public CrmBaseField? Secret { get; init; }

    /// <summary>What it wants to know besides.</summary>
    public IReadOnlyList<CrmOption> Options { get; init; } = [];

    /// <summary>Filled-in options to start from.</summary>
    public IReadOnlyList<CrmStart> Starts { get; init; } = [];
}
