using EmailContactPortal.Data;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.Users;

/// <summary>Reads people.</summary>
public sealed class UserQueries(PortalContext db)
{
    public async Task<UserList> ListAsync(ListRequest request, CancellationToken cancellationToken)
    {
        request.OrderByDefault("name", descending: false);
        var users = db.Users.AsNoTracking();
        if (request.Words is { } words) users = users.Where(u => u.FullName.Contains(words) || u.Email!.Contains(words));
        var sorted = (request.Sort, request.Descending) switch
        {
            ("email", false) => users.OrderBy(u => u.Email),
            ("email", true) => users.OrderByDescending(u => u.Email),
            ("seen", false) => users.OrderBy(u => u.LastSignInAt).ThenBy(u => u.Id),
            ("seen", true) => users.OrderByDescending(u => u.LastSignInAt).ThenBy(u => u.Id),
            (_, true) => users.OrderByDescending(u => u.FullName).ThenBy(u => u.Id),
            _ => users.OrderBy(u => u.FullName).ThenBy(u => u.Id),
        };
        var rows = sorted.Select(u => new UserRow(
            u.Id,
            u.Email!,
            u.FullName,
            db.UserRoles.Any(r => r.UserId == u.Id && db.Roles.Any(x => x.Id == r.RoleId && x.Name == Roles.Admin)),
            u.IsActive,
            u.TwoFactorEnabled,
            u.LastSignInAt));
        return new UserList(request, await rows.ToPageAsync(request, cancellationToken));
    }

    /// <summary>The form of one person; null when there is none.</summary>
    public Task<UserForm?> FindAsync(int id, CancellationToken cancellationToken) =>
        db.Users.AsNoTracking().Where(u => u.Id == id).Select(u => new UserForm
        {
            Id = u.Id,
            Email = u.Email!,
            FullName = u.FullName,
            TimeZone = u.TimeZone,
            IsActive = u.IsActive,
            TwoFactor = u.TwoFactorEnabled,
            Role = db.UserRoles.Any(r => r.UserId == u.Id && db.Roles.Any(x => x.Id == r.RoleId && x.Name == Roles.Admin)) ? Roles.Admin : Roles.Marketer,
        }).FirstOrDefaultAsync(cancellationToken);
}
