using EmailContactPortal.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace EmailContactPortal.Web.Shell;

/// <summary>The text logo; read once a minute, because it stands on every page.</summary>
internal sealed class SiteName(IDbContextFactory<PortalContext> contexts, IMemoryCache cache)
{
    private const string Key = "site-name";

    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        if (cache.TryGetValue(Key, out string? name)) return name!;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        name = await db.Sites.AsNoTracking().OrderBy(s => s.Id).Select(s => s.Name).FirstOrDefaultAsync(cancellationToken)
            ?? new Domain.Sites.Site().Name;
        return cache.Set(Key, name, TimeSpan.FromMinutes(1));
    }

    /// <summary>Makes a changed name visible at once on this instance.</summary>
    public void Forget() => cache.Remove(Key);
}
