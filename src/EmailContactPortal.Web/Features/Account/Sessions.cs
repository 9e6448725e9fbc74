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
/// Sign-ins as rows, asked at every request: the cookie is worth nothing once its session ended, the person was deactivated, or password, role or second step changed.
/// </summary>
public sealed class Sessions(IDbContextFactory<PortalContext> contexts, IOptions<IdentityOptions> identity, TimeProvider time)
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
    public async Task<SessionState> CheckAsync(ClaimsPrincipal? person, AuthenticationProperties? properties, CancellationToken cancellationToken)
    {
        if (person is null || IdOf(properties) is not { } id) return SessionState.Ended;
        var now = Now;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.SignInSessions.AsNoTracking().Where(s => s.Id == id && s.ExpiresAt > now).Join(db.Users, s => s.UserId, u => u.Id, (s, u) => new
        {
            s.SeenAt,
            u.Id,
            u.IsActive,
            u.SecurityStamp,
            u.FullName,
            u.TimeZone,
            u.Theme,
            Roles = db.UserRoles.Where(l => l.UserId == u.Id).Join(db.Roles, l => l.RoleId, r => r.Id, (_, r) => r.Name!).ToList(),
        }).FirstOrDefaultAsync(cancellationToken);
        if (found is not { IsActive: true } || person.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType) != found.SecurityStamp) return SessionState.Ended;
        if (Shell.SignedInUser.Id(person) != found.Id || Roles.All.Any(r => found.Roles.Contains(r) != person.IsInRole(r))) return SessionState.Ended;
        if (found.SeenAt < now - SeenStep)
        {
            var until = now + Life;
            await db.SignInSessions.Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, now).SetProperty(x => x.ExpiresAt, until), cancellationToken);
        }

        return UserClaims.AreOf(person, found.FullName, found.TimeZone, found.Theme) ? SessionState.Alive : SessionState.Stale;
    }
}

/// <summary>What became of a session.</summary>
public enum SessionState
{
    Alive,

    /// <summary>Alive, but the profile was changed in another browser.</summary>
    Stale,
    Ended,
}
