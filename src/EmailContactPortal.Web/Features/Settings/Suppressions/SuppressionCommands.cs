using EmailContactPortal.Data;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.Suppressions;

/// <summary>Lifts suppressions.</summary>
internal sealed class SuppressionCommands(PortalContext db)
{
    /// <summary>Lets an address be mailed again; its address, or null when it was lifted before.</summary>
    public async Task<string?> LiftAsync(long id, CancellationToken cancellationToken)
    {
        if (await db.Suppressions.SingleOrDefaultAsync(s => s.Id == id, cancellationToken) is not { } suppression) return null;
        db.Suppressions.Remove(suppression);
        await db.SaveChangesAsync(cancellationToken);
        return suppression.Email;
    }
}
