using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Data.Connecting;

/// <summary>Gives the provider's context to those who only know <see cref="PortalContext"/>.</summary>
internal sealed class ContextFactory<TContext>(IDbContextFactory<TContext> inner) : IDbContextFactory<PortalContext>
    where TContext : PortalContext
{
    public PortalContext CreateDbContext() => inner.CreateDbContext();

    public async Task<PortalContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
        await inner.CreateDbContextAsync(cancellationToken);
}
