using System.Security.Claims;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Accounts;
using EmailContactPortal.Domain.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Web.Features.Account;

/// <summary>
/// Sign-ins as rows, asked at every request: the cookie is worth nothing once its session ended, the person was deactivated, or password,
/// role or second step changed.
/// </summary>
internal sealed class Sessions(IDbContextFactory<PortalContext> contexts, IOptions<IdentityOptions> identity, TimeProvider time)
{
    /// <summary>How long a session lives without being used.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(14);

    private const string Item = "ecp:session";
    private static readonly TimeSpan SeenStep = TimeSpan.FromMinutes(15);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>The session that a cookie names.</summary>
    public static Guid? IdOf(AuthenticationProperties? properties) =>
        properties?.Items.TryGetValue(Item, out var text) == true && Guid.TryParse(text, out var id) ? id : null;

    /// <summary>Begins a session for a cookie that is about to be written; one that is renewed keeps its own.</summary>
    public async Task BeginAsync(AuthenticationProperties properties, int userId, CancellationToken cancellationToken)
    {
        if (IdOf(properties) is not null) return;
        var session = new SignInSession { Id = Guid.NewGuid(), UserId = userId, CreatedAt = Now, SeenAt = Now, ExpiresAt = Now + Life };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = Now;
        await db.SignInSessions.Where(s => s.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        db.SignInSessions.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        properties.Items[Item] = session.Id.ToString("N");
    }

    /// <summary>Ends a session; every copy of its cookie is refused from now on.</summary>
    public async Task EndAsync(Guid id)
    {
        await using var db = await contexts.CreateDbContextAsync();
        await db.SignInSessions.Where(s => s.Id == id).ExecuteDeleteAsync();
    }

    /// <summary>Whether the cookie still opens something, and whether what it says of the person is still so.</summary>
    public async Task<SessionState> CheckAsync(
        ClaimsPrincipal? person, AuthenticationProperties? properties, CancellationToken cancellationToken)
    {
        if (person is null || IdOf(properties) is not { } id) return SessionState.Ended;
        var found = await FindAsync([id], cancellationToken);
        return StateOf(person, found.GetValueOrDefault(id));
    }

    /// <summary>The sessions of these that are not over, and notes that they are used.</summary>
    internal async Task<Dictionary<Guid, FoundSession>> FindAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var now = Now;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var one = ids.FirstOrDefault();
        var asked = ids.Count == 1 ? db.SignInSessions.Where(s => s.Id == one) : db.SignInSessions.Where(s => ids.Contains(s.Id));
        var found = await asked.AsNoTracking().Where(s => s.ExpiresAt > now)
            .Join(db.Users, s => s.UserId, u => u.Id, (s, u) => new FoundSession(
            s.Id,
            s.SeenAt,
            u.Id,
            u.IsActive,
            u.SecurityStamp,
            u.FullName,
            u.TimeZone,
            u.Theme,
            db.UserRoles.Where(l => l.UserId == u.Id).Join(db.Roles, l => l.RoleId, r => r.Id, (_, r) => r.Name!).ToList()))
                .ToListAsync(cancellationToken);
        var unseen = found.Where(s => s.IsActive && s.SeenAt < now - SeenStep).Select(s => s.Id).ToList();
        if (unseen.Count > 0)
        {
            var until = now + Life;
            await db.SignInSessions.Where(s => unseen.Contains(s.Id))
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, now).SetProperty(x => x.ExpiresAt, until), cancellationToken);
        }

        return found.ToDictionary(s => s.Id);
    }

    /// <summary>What a session that was found, or not, means for a cookie.</summary>
    internal SessionState StateOf(ClaimsPrincipal person, FoundSession? found)
    {
        if (found is not { IsActive: true }
            || person.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType) != found.SecurityStamp)
            return SessionState.Ended;
        if (Shell.SignedInUser.Id(person) != found.UserId || Roles.All.Any(r => found.Roles.Contains(r) != person.IsInRole(r)))
            return SessionState.Ended;
        return UserClaims.AreOf(person, found.FullName, found.TimeZone, found.Theme) ? SessionState.Alive : SessionState.Stale;
    }
}

/// <summary>A session that is not over, with what is known of its person now.</summary>
internal sealed record FoundSession(
    Guid Id, DateTime SeenAt, int UserId, bool IsActive, string? SecurityStamp, string FullName, string TimeZone, string? Theme,
    IReadOnlyList<string> Roles);

/// <summary>What became of a session.</summary>
internal enum SessionState
{
    Alive,

    /// <summary>Alive, but the profile was changed in another browser.</summary>
    Stale,
    Ended,
}
