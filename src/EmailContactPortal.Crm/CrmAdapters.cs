namespace EmailContactPortal.Crm;

/// <summary>The adapters this portal has, by kind.</summary>
public sealed class CrmAdapters(IEnumerable<CrmAdapterKind> kinds)
{
    /// <summary>All kinds, in the order of registration.</summary>
    public IReadOnlyList<CrmAdapterKind> Kinds { get; } = [.. kinds];

    /// <summary>The adapter for one connection.</summary>
    /// <exception cref="CrmException">The kind is not known.</exception>
    public ICrmAdapter Create(string kind, CrmSettings settings)
    {
        var known = Kinds.FirstOrDefault(k => k.Name == kind)
            ?? throw new CrmException(
                CrmFault.Settings, $"The portal has no adapter for '{kind}'. It knows {string.Join(", ", Kinds.Select(k => k.Name))}.");
        return known.Create(settings);
    }
}
