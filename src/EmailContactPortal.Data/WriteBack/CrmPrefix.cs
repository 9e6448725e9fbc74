using System.Security.Cryptography;
using EmailContactPortal.Domain.Sites;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Data.WriteBack;

/// <summary>
/// What this installation's records in a CRM begin with, so that two portals on one CRM never take each other's records for their own. Made
/// once per database.
/// </summary>
public static class CrmPrefix
{
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int Length = 6;

    /// <summary>The prefix with its hyphen.</summary>
    public static async Task<string> ReadAsync(PortalContext db, CancellationToken cancellationToken)
    {
        if (await StoredAsync(db, cancellationToken) is { } stored) return stored;
        var made = RandomNumberGenerator.GetString(Alphabet, Length) + "-";
        // Of several instances one is first; its prefix counts.
        await db.Installations.Where(i => i.CrmPrefix == null)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.CrmPrefix, made), cancellationToken);
        return await StoredAsync(db, cancellationToken)
            ?? throw new InvalidOperationException("The database lacks the row of Installations that its schema brings along.");
    }

    private static Task<string?> StoredAsync(PortalContext db, CancellationToken cancellationToken) =>
        db.Installations.AsNoTracking().Where(i => i.Id == Installation.TheId).Select(i => i.CrmPrefix)
            .SingleOrDefaultAsync(cancellationToken);
}
