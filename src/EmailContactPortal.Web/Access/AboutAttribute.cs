using EmailContactPortal.Domain.Access;

namespace EmailContactPortal.Web.Access;

/// <summary>Says whose thing an address is about; <see cref="OwnershipCheck"/> then decides, for pages and calls alike.</summary>
/// <param name="kind">What the id in the address names.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class AboutAttribute(OwnedKind kind) : Attribute
{
    public OwnedKind Kind { get; } = kind;

    /// <summary>The route value, or the value of the query, that holds the id.</summary>
    public string Id { get; init; } = "id";

    /// <summary>Whether without an id it is about everybody's things.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Set where a POST changes nothing of the thing itself, as a copy does not.</summary>
    public bool OnlyReads { get; init; }
}

/// <summary>Writes ownership beside the routes of the API.</summary>
internal static class AboutRoutes
{
    /// <summary>The calls are about this kind of thing.</summary>
    public static TBuilder About<TBuilder>(this TBuilder route, OwnedKind kind)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AboutAttribute(kind));

    /// <summary>The calls are about the thing that a value of the query names, or about all.</summary>
    public static TBuilder AboutIf<TBuilder>(this TBuilder route, OwnedKind kind, string id)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AboutAttribute(kind) { Id = id, IsOptional = true });
}
