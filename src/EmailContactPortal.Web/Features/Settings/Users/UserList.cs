using EmailContactPortal.Data.Accounts;
using EmailContactPortal.Web.Shell.Listing;

namespace EmailContactPortal.Web.Features.Settings.Users;

/// <summary>One row of the list of users.</summary>
internal sealed record UserRow(int Id, string Email, string FullName, bool IsAdmin, bool IsActive, bool TwoFactor, DateTime? LastSignInAt);

/// <summary>The list of users.</summary>
internal static class UserList
{
    public static ListSpec<PortalUser, UserRow> Spec { get; } = new ListSpec<PortalUser, UserRow>("users", "users")
        .Column("name", "Name", ListSort<PortalUser>.Text(u => u.FullName))
        .Column("email", "Address", ListSort<PortalUser>.Text(u => u.Email), show: r => r.Email)
        .Column("role", "Role")
        .Column("state", "State")
        .Column("second-step", "Second step")
        .Column("seen", "Last signed in", ListSort<PortalUser>.By(u => u.LastSignInAt), isNewestFirst: true)
        .Order("name")
        .Tie(u => u.Id)
        .Search("Search users", "Search by name or address", u => u.FullName, u => u.Email)
        .Says(
            "Users",
            new("search", "Nobody is here yet", "Make the first user."),
            new("search", "Nobody matches “{0}”", "Search by a part of the name or the address.", ("Clear the search", "")));
}
