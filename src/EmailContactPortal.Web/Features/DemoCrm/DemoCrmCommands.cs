using EmailContactPortal.Data;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.DemoCrm;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.DemoCrm;

/// <summary>Changes the demo CRM the way people change theirs.</summary>
internal sealed class DemoCrmCommands(PortalContext db, TimeProvider time)
{
    /// <summary>The states of a campaign.</summary>
    public static IReadOnlyList<string> Statuses { get; } = ["Planning", "Active", "Inactive", "Completed", "Cancelled"];

    public async Task<Result<int>> CreateAsync(string? name, CancellationToken cancellationToken)
    {
        var trimmed = Text.OneLine(name);
        if (trimmed.Length is 0 or > 200) return Problem.Invalid("demo-crm.name").At("name");
        var campaign = new DemoCrmCampaign { Name = trimmed, Status = "Planning", CreatedAt = time.GetUtcNow().UtcDateTime };
        db.DemoCrmCampaigns.Add(campaign);
        await db.SaveChangesAsync(cancellationToken);
        return campaign.Id;
    }

    public async Task<Result> SetStatusAsync(int id, string? status, CancellationToken cancellationToken)
    {
        if (status is null || !Statuses.Contains(status)) return Problem.Invalid("demo-crm.status");
        return await db.DemoCrmCampaigns.Where(c => c.Id == id)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Status, status), cancellationToken) > 0
            ? Result.Ok
            : Problem.Gone("demo-crm.gone");
    }

    /// <summary>Adds contacts that are not in the campaign yet.</summary>
    public async Task<int> AddAsync(int id, IReadOnlyCollection<int> contactIds, CancellationToken cancellationToken)
    {
        var fresh = await db.DemoCrmContacts.Where(c => contactIds.Contains(c.Id)
            && !db.DemoCrmMemberships.Any(m => m.CampaignId == id && m.ContactId == c.Id)).Select(c => c.Id).ToListAsync(cancellationToken);
        db.DemoCrmMemberships.AddRange(fresh.Select(c => new DemoCrmMembership { CampaignId = id, ContactId = c }));
        return await db.SaveChangesAsync(cancellationToken);
    }

    public Task<int> RemoveAsync(int id, int contactId, CancellationToken cancellationToken) =>
        db.DemoCrmMemberships.Where(m => m.CampaignId == id && m.ContactId == contactId).ExecuteDeleteAsync(cancellationToken);
}
