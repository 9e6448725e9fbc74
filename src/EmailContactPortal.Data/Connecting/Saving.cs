using EmailContactPortal.Domain;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Data.Connecting;

/// <summary>
/// The one way to save what may be called like something else. The database decides, not a look before: of twenty who ask at once one gets
/// the name, and the others hear that it is taken.
/// </summary>
public static class Saving
{
    /// <summary>Saves; refused with <paramref name="taken"/> when a row with this key is there already.</summary>
    public static Task<Result> SaveOrRefuseAsync(this PortalContext db, Problem taken, CancellationToken cancellationToken) =>
        db.OrRefuseAsync(
            async () =>
            {
                await db.SaveChangesAsync(cancellationToken);
                return Result.Ok;
            },
            () => Result.From([taken]));

    /// <summary>The same for work that saves inside, as the stores of accounts do.</summary>
    public static async Task<T> OrRefuseAsync<T>(this PortalContext db, Func<Task<T>> save, Func<T> taken)
    {
        try
        {
            return await save();
        }
        catch (DbUpdateException e) when (DatabaseErrors.IsDuplicate(e))
        {
            // What could not be saved must not be tried again by whoever saves next in this request.
            db.ChangeTracker.Clear();
            return taken();
        }
    }
}
