using EmailContactPortal.Data;
using EmailContactPortal.Data.Access;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Access;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Shell.Listing;

/// <summary>What each person chose for each list: columns and order, until they choose again.</summary>
internal sealed class ListMemory(PortalContext db, Viewer viewer)
{
    /// <summary>What the person chose; null for nobody, and for who never did.</summary>
    public async Task<UserListView?> FindAsync(string list, CancellationToken cancellationToken) => viewer.UserId is > 0 and var user
        ? await db.UserListViews.AsNoTracking().FirstOrDefaultAsync(v => v.UserId == user && v.List == list, cancellationToken)
        : null;

    /// <summary>Keeps an order.</summary>
    public Task SortAsync(ListSpec spec, string column, bool descending, CancellationToken cancellationToken) =>
        spec.Columns.FirstOrDefault(c => c.IsSorted && c.Key == column) is null
            ? Task.CompletedTask
            : KeepAsync(spec, v => (v.Sort, v.IsDescending) = (column, descending), cancellationToken);

    /// <summary>Keeps which columns are shown; null for those the portal thinks best.</summary>
    public Task ShowAsync(ListSpec spec, IReadOnlyCollection<string>? columns, CancellationToken cancellationToken) =>
        KeepAsync(
            spec, v => v.Columns = columns is null ? null : Text.Bound(string.Join(' ', columns), UserListView.MaxColumns),
            cancellationToken);

    private async Task KeepAsync(ListSpec spec, Action<UserListView> change, CancellationToken cancellationToken)
    {
        if (viewer.UserId is not (> 0 and var user)) return;
        var view = await db.UserListViews.SingleOrDefaultAsync(v => v.UserId == user && v.List == spec.Key, cancellationToken);
        if (view is null) db.UserListViews.Add(view = new UserListView { UserId = user, List = spec.Key });
        change(view);
        // Somebody who pressed in two windows at once made two good choices; the first one stays, and nobody is told.
        await db.OrRefuseAsync(async () => await db.SaveChangesAsync(cancellationToken) > 0, () => false);
    }
}
