using System.Security.Cryptography;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Sites;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Data.WriteBack;

/// <summary>
/// What this installation's records in a CRM begin with, so that two portals on one CRM never take each other's records for their own. Made once per database;
/// an installation that wrote back before it had one keeps writing under the names its CRM knows.
/// </summary>
public static class CrmPrefix
{
    private const string Name = "crm-prefix";
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int Length = 6;

    /// <summary>The prefix with its hyphen, or nothing.</summary>
    public static async Task<string> ReadAsync(PortalContext db, DateTime now, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await db.StoredKeys.AsNoTracking().Where(k => k.Name == Name).Select(k => k.Value).FirstOrDefaultAsync(cancellationToken) is { } stored) return stored;
            var hasWritten = await db.WriteBackEntries.AnyAsync(e => e.Status == WriteBackStatus.Written, cancellationToken);
            var made = new StoredKey { Name = Name, Value = hasWritten ? "" : RandomNumberGenerator.GetString(Alphabet, Length) + "-", CreatedAt = now };
            db.StoredKeys.Add(made);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException)
            {
                // Another instance was first; its prefix counts.
            }

            db.Entry(made).State = EntityState.Detached;
        }
    }
}
