using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace EmailContactPortal.Data.Access;

/// <summary>Writes down who changed a campaign, an email or a target group; every save of a page or a call passes here.</summary>
internal static class ChangeRecorder
{
    /// <summary>What says nothing to people, or follows from something else.</summary>
    private static readonly HashSet<string> Silent = new(StringComparer.Ordinal)
    {
        "UpdatedAt", "Version", "ConfirmedAt", "ConfirmedById", "FinishedAt", "Problem", "ScheduledZone", "SyncStatus", "SyncProblem",
        "SyncCursor", "SyncedAt", "WalkedAt", "MemberCount", "Fields",
        "CrmTotalsAt",
    };

    /// <summary>Adds a row for each thing that a person is about to change.</summary>
    public static async Task AddAsync(PortalContext db, CancellationToken cancellationToken)
    {
        if (db.Viewer is not { UserId: > 0 } viewer) return;
        var now = viewer.Now;
        foreach (var entry in db.ChangeTracker.Entries().Where(e => e.State is EntityState.Modified or EntityState.Added).ToList())
        {
            if (Of(entry) is var (kind, id, what))
                await AddAsync(
                    db, new Change
                    {
                        Kind = kind,
                        ThingId = id,
                        UserId = viewer.UserId,
                        What = Text.Bound(what, Change.MaxWhat),
                        At = now,
                    }, cancellationToken);
        }
    }

    private static async Task AddAsync(PortalContext db, Change change, CancellationToken cancellationToken)
    {
        var last = await db.Changes.Where(c => c.Kind == change.Kind && c.ThingId == change.ThingId).OrderByDescending(c => c.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (last is not null && last.UserId == change.UserId && last.What == change.What && change.At - last.At < Change.Together)
            last.At = change.At;
        else db.Changes.Add(change);
    }

    private static (OwnedKind Kind, int Id, string What)? Of(EntityEntry entry) => entry.Entity switch
    {
        Campaign campaign when entry.State == EntityState.Modified =>
            With(
                OwnedKind.Campaign, campaign.Id,
                entry.Property(nameof(Campaign.Status)).IsModified ? Moved(campaign.Status) : Changed(entry)),
        Email email when entry.State == EntityState.Modified => With(OwnedKind.Email, email.Id, Changed(entry)),
        TargetGroup group when entry.State == EntityState.Modified && !entry.Property(nameof(TargetGroup.Status)).IsModified =>
            With(OwnedKind.TargetGroup, group.Id, Changed(entry)),
        Import { TargetGroupId: { } group, Status: ImportStatus.Waiting } import =>
            (OwnedKind.TargetGroup, group,
                import.Source == TargetGroupSource.Crm ? "Brought in step with the CRM" : $"Imported {import.FileName}"),
        _ => null,
    };

    private static (OwnedKind Kind, int Id, string What)? With(OwnedKind kind, int id, string? what) =>
        what is null ? null : (kind, id, what);

    private static string Moved(CampaignStatus status) => status switch
    {
        CampaignStatus.Draft => "Took it back to the draft",
        CampaignStatus.Scheduled => "Confirmed",
        CampaignStatus.Sending => "Let sending go on",
        CampaignStatus.Paused => "Paused",
        CampaignStatus.Cancelled => "Cancelled",
        _ => "Moved on",
    };

    private static string? Changed(EntityEntry entry)
    {
        var names = entry.Properties.Where(p => p.IsModified && !Equals(p.OriginalValue, p.CurrentValue)
            && !Silent.Contains(p.Metadata.Name)).Select(p => Words(p.Metadata.Name)).Distinct().ToList();
        return names.Count == 0 ? null : "Changed " + string.Join(", ", names);
    }

    private static string Words(string property) => property switch
    {
        "Html" => "HTML",
        "TargetGroupId" => "target group",
        "EmailId" => "email",
        "ListTypeId" => "list type",
        "OwnerId" => "owner",
        "IsActive" => "active",
        "ScheduledAt" or "ScheduledLocal" or "IsScheduled" => "time",
        "UseGoogleAnalytics" or "UtmSource" or "UtmMedium" or "UtmCampaign" => "analytics",
        "CrmFields" or "CrmOutFields" => "field mapping",
        "CrmConnectionId" or "SyncMode" => "connection",
        _ =>
            string.Concat(property.Select((c, i) => i > 0 && char.IsUpper(c)
                ? $" {char.ToLowerInvariant(c)}"
                : char.ToLowerInvariant(c).ToString())),
    };
}
