using System.Security.Cryptography;
using System.Xml.Linq;
using EmailContactPortal.Domain.Sites;
using EmailContactPortal.Domain.Tracking;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Data.Keys;

/// <summary>Keeps data protection keys in the database, so that every instance reads every cookie and secret.</summary>
internal sealed class StoredKeyRepository(IDbContextFactory<PortalContext> contexts, TimeProvider time) : IXmlRepository
{
    private const string Prefix = "dataprotection:";

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = contexts.CreateDbContext();
        return [.. db.StoredKeys.AsNoTracking().Where(k => k.Name.StartsWith(Prefix)).Select(k => k.Value).AsEnumerable().Select(v => XElement.Parse(v))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = contexts.CreateDbContext();
        db.StoredKeys.Add(new StoredKey
        {
            Name = Prefix + friendlyName,
            Value = element.ToString(SaveOptions.DisableFormatting),
            CreatedAt = time.GetUtcNow().UtcDateTime,
        });
        db.SaveChanges();
    }
}

/// <summary>The key that signs public tokens: made once per database, the same on every instance.</summary>
internal sealed class TokenKey(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    private const string Name = "public-token";

    /// <summary>Reads the key, making it when the database is new.</summary>
    public PublicToken Read()
    {
        using var db = contexts.CreateDbContext();
        var stored = db.StoredKeys.AsNoTracking().SingleOrDefault(k => k.Name == Name);
        if (stored is not null) return new PublicToken(Convert.FromBase64String(stored.Value));

        db.StoredKeys.Add(new StoredKey
        {
            Name = Name,
            Value = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            CreatedAt = time.GetUtcNow().UtcDateTime,
        });
        try
        {
            db.SaveChanges();
        }
        catch (DbUpdateException)
        {
            // Another instance was first; its key counts.
        }

        return Read();
    }
}
