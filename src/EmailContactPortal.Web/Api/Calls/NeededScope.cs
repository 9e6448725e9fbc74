using Microsoft.AspNetCore.Authorization;

namespace EmailContactPortal.Web.Api.Calls;

/// <summary>The scope that a call asks of its key.</summary>
internal sealed record NeededScope(string Scope);

/// <summary>Writes a call's right beside its route.</summary>
internal static class NeededScopeRoutes
{
    /// <summary>Only keys with this scope may call.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder route, string scope)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new NeededScope(scope)).RequireAuthorization(Policy(scope));

    private static AuthorizationPolicy Policy(string scope) =>
        new AuthorizationPolicyBuilder(ApiKeyAuthentication.SchemeName).RequireAuthenticatedUser()
            .RequireClaim(ApiKeyAuthentication.ScopeClaim, scope).Build();
}
