using System.Security.Cryptography;
using System.Text;
using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Access;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.ApiKeys;

/// <summary>Makes and revokes keys for the REST API; a key is shown once, afterwards only its hash is known.</summary>
internal sealed class ApiKeyCommands(PortalContext db, TimeProvider time)
{
    private const string Mark = "ecp_";
    private const int RandomCharacters = 40;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /// <summary>Makes a key that acts in the name of a user.</summary>
    /// <returns>The key itself, for the only time.</returns>
    public async Task<Result<string>> CreateAsync(ApiKeyForm form, int userId, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var name = Text.OneLine(form.Name);
        if (name.Length is 0 or > 100) problems.Add(Problem.Invalid("api-key.name").At("Name"));
        var scopes = ApiScopes.All.Where(s => form.Scopes.Contains(s, StringComparer.Ordinal)).ToList();
        if (scopes.Count == 0) problems.Add(Problem.Invalid("api-key.scopes").At("Scopes"));
        if (problems.Count > 0) return Result<string>.No(problems);

        var key = Mark + RandomNumberGenerator.GetString(Alphabet, RandomCharacters);
        Add(key, name, scopes, userId);
        await db.SaveChangesAsync(cancellationToken);
        return key;
    }

    /// <summary>
    /// Makes the key from the settings with all scopes when the portal has no key yet, in the name of the first administrator.
    /// </summary>
    public async Task EnsureAsync(string? key, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(key) || await db.ApiKeys.AnyAsync(cancellationToken)) return;
        var admin = await (
            from user in db.Users
            join link in db.UserRoles on user.Id equals link.UserId
            join role in db.Roles on link.RoleId equals role.Id
            where role.Name == Roles.Admin && user.IsActive
            orderby user.Id
            select (int?)user.Id).FirstOrDefaultAsync(cancellationToken);
        if (admin is null) return;
        Add(key.Trim(), "From the settings (Admin:ApiKey)", ApiScopes.All, admin.Value);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Makes a key useless at once.</summary>
    public async Task<Result> RevokeAsync(int id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var revoked = await db.ApiKeys.Where(k => k.Id == id && k.RevokedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(k => k.RevokedAt, now), cancellationToken);
        return revoked > 0 ? Result.Ok : Problem.Gone("api-key.gone");
    }

    /// <summary>What is stored of a key.</summary>
    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private void Add(string key, string name, IEnumerable<string> scopes, int userId) => db.ApiKeys.Add(new ApiKey
    {
        Name = name,
        Prefix = key[..Math.Min(key.Length / 4, Mark.Length + 4)],
        Hash = Hash(key),
        Scopes = string.Join(' ', scopes),
        UserId = userId,
        CreatedAt = time.GetUtcNow().UtcDateTime,
    });
}
