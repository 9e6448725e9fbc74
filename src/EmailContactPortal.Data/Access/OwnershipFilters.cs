using EmailContactPortal.Domain.Access;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Data.Access;

/// <summary>
/// The one place that decides what of others is not to be seen: every list, count, search, picker, stream and export reads through it.
/// </summary>
public static class OwnershipFilters
{
    /// <summary>A thing with its owner.</summary>
    public sealed record Owned(int OwnerId, string Owner);

    /// <summary>The owner of a thing that the viewer may see; null when there is none, or it is hidden.</summary>
    public static Task<Owned?> FindOwnerAsync(this PortalContext db, OwnedKind kind, int id, CancellationToken cancellationToken)
    {
        var owners = kind switch
        {
            OwnedKind.Campaign => db.Campaigns.Where(c => c.Id == id).Select(c => c.OwnerId),
            OwnedKind.Email => db.Emails.Where(e => e.Id == id).Select(e => e.OwnerId),
            OwnedKind.TargetGroup => db.TargetGroups.Where(g => g.Id == id).Select(g => g.OwnerId),
            _ => db.Imports.Where(i => i.Id == id).Select(i => i.StartedById),
        };
        return owners.Select(o => new Owned(o, db.Users.Where(u => u.Id == o).Select(u => u.FullName).FirstOrDefault() ?? ""))
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Writes down a change that was made without loading the thing.</summary>
    public static async Task NoteAsync(this PortalContext db, OwnedKind kind, int id, string what, CancellationToken cancellationToken)
    {
        if (db.Viewer is not { UserId: > 0 } viewer) return;
        db.Changes.Add(new Change { Kind = kind, ThingId = id, UserId = viewer.UserId, What = what, At = viewer.Now });
        await db.SaveChangesAsync(cancellationToken);
    }

    internal static void Apply(PortalContext db, ModelBuilder builder)
    {
        builder.Entity<Campaign>()
            .HasQueryFilter(c => db.HiddenFrom == 0 || c.OwnerId == db.HiddenFrom || c.Status != CampaignStatus.Draft);
        builder.Entity<Import>()
            .HasQueryFilter(i => db.HiddenFrom == 0 || i.StartedById == db.HiddenFrom || i.Status != ImportStatus.Draft);
    }
}
