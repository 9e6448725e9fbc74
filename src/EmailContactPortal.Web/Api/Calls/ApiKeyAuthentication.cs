using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Domain.Wording;
using EmailContactPortal.Web.Features.Settings.ApiKeys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Web.Api.Calls;

/// <summary>Signs a program in by <c>Authorization: Bearer key</c>; only the key's hash is looked up and compared.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, PortalContext db)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    public const string ScopeClaim = "ecp:scope";
    private const string Bearer = "Bearer ";

    /// <summary>The last use is written this seldom, so that reading costs no write.</summary>
    private static readonly TimeSpan LastUseStep = TimeSpan.FromMinutes(1);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        var hash = ApiKeyCommands.Hash(header[Bearer.Length..].Trim());
        var found = await db.ApiKeys.AsNoTracking()
            .Where(k => k.Hash == hash && k.RevokedAt == null && db.Users.Any(u => u.Id == k.UserId && u.IsActive))
            .Select(k => new
            {
                Key = k,
                Roles = db.UserRoles.Where(l => l.UserId == k.UserId).Join(db.Roles, l => l.RoleId, r => r.Id, (_, r) => r.Name!).ToList(),
            })
            .SingleOrDefaultAsync(Context.RequestAborted);
        if (found is null || !CryptographicOperations.FixedTimeEquals(found.Key.Hash, hash))
            return AuthenticateResult.Fail("The key is not known or was revoked.");
        var key = found.Key;

        await KeepLastUseAsync(key);
        var identity = new ClaimsIdentity(Scheme.Name);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, key.UserId.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        identity.AddClaim(new Claim(ClaimTypes.Name, key.Name));
        foreach (var role in found.Roles) identity.AddClaim(new Claim(identity.RoleClaimType, role));
        // What the key was given is an upper bound; what its owner may do now is the other.
        foreach (var scope in ApiScopes.Of(key.Scopes, found.Roles)) identity.AddClaim(new Claim(ScopeClaim, scope));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        var sent = Request.Headers.Authorization.Count > 0;
        return ApiProblems.Write(
            Context,
            StatusCodes.Status401Unauthorized,
            Words.Of(sent ? "api.unknown-key" : "api.no-key"));
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var needed = Context.GetEndpoint()?.Metadata.GetMetadata<NeededScope>()?.Scope;
        if (needed == ApiScopes.Admin && !Context.User.IsInRole(Roles.Admin))
            return ApiProblems.Write(Context, Problem.Forbidden("api.no-administrator"));
        return ApiProblems.Write(Context, Problem.Forbidden("api.no-scope", needed));
    }

    private async Task KeepLastUseAsync(ApiKey key)
    {
        var now = TimeProvider.GetUtcNow().UtcDateTime;
        if (key.LastUsedAt > now - LastUseStep) return;
        await db.ApiKeys.Where(k => k.Id == key.Id).ExecuteUpdateAsync(s => s.SetProperty(k => k.LastUsedAt, now), Context.RequestAborted);
    }
}
