using EmailContactPortal.Data;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.Users;

/// <summary>Reads people.</summary>
internal sealed class UserQueries(PortalContext db, ListReading lists)
{
    public Task<ListPage<UserRow>> ListAsync(ListRequest request, CancellationToken cancellationToken) => lists.ReadAsync(
        UserList.Spec,
        request,
        db.Users.AsNoTracking(),
        rows => rows.Select(u => new UserRow(
            u.Id,
            u.Email!,
            u.FullName,
            db.UserRoles.Any(r => r.UserId == u.Id && db.Roles.Any(x => x.Id == r.RoleId && x.Name == Roles.Admin)),
            u.IsActive,
            u.TwoFactorEnabled,
            u.LastSignInAt)),
        cancellationToken: cancellationToken);

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
            Role = db.UserRoles.Any(r => r.UserId == u.Id && db.Roles.Any(x => x.Id == r.RoleId && x.Name == Roles.Admin))
                ? Roles.Admin
                : Roles.Marketer,
        }).FirstOrDefaultAsync(cancellationToken);
}
