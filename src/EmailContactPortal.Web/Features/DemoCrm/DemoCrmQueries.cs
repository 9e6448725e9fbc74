using EmailContactPortal.Data;
using EmailContactPortal.Domain.DemoCrm;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.DemoCrm;

/// <summary>Reads the demo CRM for its pages.</summary>
internal sealed class DemoCrmQueries(PortalContext db, ListReading lists)
{
    public Task<ListPage<DemoCampaignRow>> CampaignsAsync(ListRequest request, CancellationToken cancellationToken) =>
        lists.ReadAsync(DemoCrmLists.Campaigns, request, db.DemoCrmCampaigns.AsNoTracking(), Rows, cancellationToken: cancellationToken);

    /// <summary>One campaign; null when it is gone.</summary>
    public async Task<DemoCampaignPage?> CampaignAsync(int id, bool adding, ListRequest request, CancellationToken cancellationToken)
    {
        if (await db.DemoCrmCampaigns.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } campaign)
            return null;
        var contacts = db.DemoCrmContacts.AsNoTracking()
            .Where(c => db.DemoCrmMemberships.Any(m => m.CampaignId == id && m.ContactId == c.Id) != adding);
        var spec = adding ? DemoCrmLists.Others() : DemoCrmLists.Members;
        return new DemoCampaignPage(
            campaign, adding, await lists.ReadAsync(spec, request, contacts, rows => rows, cancellationToken: cancellationToken));
    }

    public Task<ListPage<DemoCrmContact>> ContactsAsync(ListRequest request, CancellationToken cancellationToken) =>
        lists.ReadAsync(
            DemoCrmLists.Contacts, request, db.DemoCrmContacts.AsNoTracking(), rows => rows, cancellationToken: cancellationToken);

    /// <summary>One contact; null when it is gone.</summary>
    public async Task<DemoContactPage?> ContactAsync(int id, CancellationToken cancellationToken)
    {
        if (await db.DemoCrmContacts.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } contact) return null;
        var campaigns = await Rows(db.DemoCrmCampaigns.AsNoTracking()
            .Where(c => db.DemoCrmMemberships.Any(m => m.CampaignId == c.Id && m.ContactId == id))
            .OrderByDescending(c => c.CreatedAt).ThenByDescending(c => c.Id)).ToListAsync(cancellationToken);
        var activities = await db.DemoCrmActivities.AsNoTracking().Where(a => a.ContactId == id).OrderByDescending(a => a.At)
            .ThenByDescending(a => a.Id).Take(200).ToListAsync(cancellationToken);
        return new DemoContactPage(contact, campaigns, activities);
    }

    private IQueryable<DemoCampaignRow> Rows(IQueryable<DemoCrmCampaign> campaigns) =>
        campaigns.Select(c => new DemoCampaignRow(
            c.Id, c.Name, c.Status, c.CreatedAt, db.DemoCrmMemberships.Count(m => m.CampaignId == c.Id)));
}
