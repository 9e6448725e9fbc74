using EmailContactPortal.Data;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.ApiKeys;

/// <summary>Reads keys; never the key itself, which nobody knows any more.</summary>
internal sealed class ApiKeyQueries(PortalContext db, ListReading lists)
{
    public static ListSpec<ApiKeyRow, ApiKeyRow> Spec { get; } = new ListSpec<ApiKeyRow, ApiKeyRow>("api-keys", "keys")
        .Column("name", "Name")
        .Column("may", "May")
        .Column("made", "Made")
        .Column("used", "Last used")
        .Actions("Revoke")
        .Says(
            "API keys",
            new(
                "key", "No key yet",
                "Keys let other programs import people, start campaigns and read results. Make the first one beside this."));

    /// <summary>All keys, those in use first.</summary>
    public async Task<ListPage<ApiKeyRow>> ListAsync(CancellationToken cancellationToken)
    {
        var keys = await db.ApiKeys.AsNoTracking().OrderBy(k => k.RevokedAt != null).ThenByDescending(k => k.CreatedAt)
            .Select(k => new ApiKeyRow(
            k.Id,
            k.Name,
            k.Prefix,
            k.Scopes,
            db.Users.Where(u => u.Id == k.UserId).Select(u => u.Email).FirstOrDefault() ?? "",
            k.CreatedAt,
            k.LastUsedAt,
            k.RevokedAt,
            db.Users.Any(u => u.Id == k.UserId && u.IsActive),
            db.UserRoles.Any(l => l.UserId == k.UserId && db.Roles.Any(r => r.Id == l.RoleId && r.Name == Roles.Admin))))
                .ToListAsync(cancellationToken);
        return await lists.WholeAsync(Spec, keys, cancellationToken);
    }
}
