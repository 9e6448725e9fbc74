using EmailContactPortal.Domain;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Data.Connecting;

/// <summary>Brings the database's schema in step with this portal, or says why that cannot be.</summary>
public sealed class Schema(IDbContextFactory<PortalContext> contexts)
{
    /// <summary>Refuses a database that a newer portal has changed, then applies what is missing when <paramref name="migrate"/> is set.</summary>
    public async Task<Result> PrepareAsync(bool migrate, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        var unknown = applied.Where(m => !known.Contains(m)).ToList();
        if (unknown.Count > 0)
        {
            return Result.No(
                "database.newer",
                $"The database was changed by a newer version of the portal (it has '{unknown[^1]}', which this version does not know). "
                + "Start that newer version, or restore the backup made before the upgrade. Nothing was changed.");
        }

        if (applied.Count == known.Count) return Result.Ok;
        if (!migrate)
        {
            return Result.No(
                "database.older",
                $"The database lacks {known.Count - applied.Count} schema changes of this version. Start the portal once with --migrate, or set Database:MigrateOnStart to true.");
        }

        await db.Database.MigrateAsync(cancellationToken);
        return Result.Ok;
    }
}
