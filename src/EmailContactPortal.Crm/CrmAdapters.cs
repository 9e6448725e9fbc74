namespace EmailContactPortal.Crm;

/// <summary>A connection as an adapter needs it, the secret in clear.</summary>
/// <param name="Url">Base address of the CRM.</param>
/// <param name="UserName">Who signs in.</param>
/// <param name="Secret">Access key, client secret or token; empty when none is needed.</param>
/// <param name="Options">What this kind needs besides, as JSON.</param>
public sealed record CrmSettings(string Url, string UserName, string Secret, string Options);

/// <summary>A kind of CRM that the portal can talk to.</summary>
/// <param name="Name">Stored in connections: <c>demo</c>, <c>vtiger</c>.</param>
/// <param name="Label">What people call it.</param>
/// <param name="NeedsAddress">Whether address, user and secret are asked for.</param>
/// <param name="Create">Makes the adapter of one connection.</param>
public sealed record CrmKind(string Name, string Label, bool NeedsAddress, Func<CrmSettings, ICrmAdapter> Create);

/// <summary>The adapters this portal has, by kind.</summary>
public sealed class CrmAdapters(IEnumerable<CrmKind> kinds)
{
    /// <summary>All kinds, in the order of registration.</summary>
    public IReadOnlyList<CrmKind> Kinds { get; } = [.. kinds];

    /// <summary>The adapter for one connection.</summary>
    /// <exception cref="CrmException">The kind is not known.</exception>
    public ICrmAdapter Create(string kind, CrmSettings settings)
    {
        var known = Kinds.FirstOrDefault(k => k.Name == kind)
            ?? throw new CrmException(CrmFault.Settings, $"The portal has no adapter for '{kind}'. It knows {string.Join(", ", Kinds.Select(k => k.Name))}.");
        return known.Create(settings);
    }
}
