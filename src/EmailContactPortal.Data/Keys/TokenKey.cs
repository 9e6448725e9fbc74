using System.Security.Cryptography;
using EmailContactPortal.Domain.Sites;
using EmailContactPortal.Domain.Tracking;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Data.Keys;

/// <summary>The key that signs public tokens: made once per database, the same on every instance and for ever.</summary>
internal sealed class TokenKey(IDbContextFactory<PortalContext> contexts, IDataProtectionProvider protection)
{
    private const int Bytes = 32;
    private readonly IDataProtector protector = protection.CreateProtector("EmailContactPortal.TokenKey");

    /// <summary>Reads the key, making it when the database is new.</summary>
    public PublicToken Read()
    {
        using var db = contexts.CreateDbContext();
        if (Stored(db) is not { } key)
        {
            var made = protector.Protect(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)));
            // Of several instances that start at once one is first; its key counts.
            db.Installations.Where(i => i.ProtectedTokenKey == null).ExecuteUpdate(set => set.SetProperty(i => i.ProtectedTokenKey, made));
            key = Stored(db)
                ?? throw new InvalidOperationException("The database lacks the row of Installations that its schema brings along.");
        }

        return new PublicToken(Convert.FromBase64String(protector.Unprotect(key)));
    }

    private static string? Stored(PortalContext db) =>
        db.Installations.AsNoTracking().Where(i => i.Id == Installation.TheId).Select(i => i.ProtectedTokenKey).SingleOrDefault();
}
