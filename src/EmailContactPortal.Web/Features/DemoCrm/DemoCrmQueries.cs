using EmailContactPortal.Data;
using EmailContactPortal.Domain.DemoCrm;
using EmailContactPortal.Web.Shell.Listing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.DemoCrm;

/// <summary>Reads the demo CRM for its pages.</summary>
public sealed class DemoCrmQueries(PortalContext db)
{
    public async Task<DemoCampaignList> CampaignsAsync(ListRequest request, CancellationToken cancellationToken)
    {
        var campaigns = db.DemoCrmCampaigns.AsNoTracking();
        if (request.Words is { } words) campaigns = campaigns.Where(c => c.Name.Contains(words));
        return new DemoCampaignList(request, await Rows(campaigns).ToPageAsync(request, cancellationToken));
    }

    /// <summary>One campaign; null when it is gone.</summary>
    public async Task<DemoCampaignPage?> CampaignAsync(int id, bool adding, ListRequest request, CancellationToken cancellationToken)
    {
        if (await db.DemoCrmCampaigns.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } campaign) return null;
        var contacts = db.DemoCrmContacts.AsNoTracking().Where(c => db.DemoCrmMemberships.Any(m => m.CampaignId == id && m.ContactId == c.Id) != adding);
        return new DemoCampaignPage(campaign, adding, request, await Sorted(Matching(contacts, request)).ToPageAsync(request, cancellationToken));
    }

    public async Task<DemoContactList> ContactsAsync(ListRequest request, CancellationToken cancellationToken) =>
        new(request, await Sorted(Matching(db.DemoCrmContacts.AsNoTracking(), request)).ToPageAsync(request, cancellationToken));

    /// <summary>One contact; null when it is gone.</summary>
    public async Task<DemoContactPage?> ContactAsync(int id, CancellationToken cancellationToken)
    {
        if (await db.DemoCrmContacts.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } contact) return null;
        var campaigns = await Rows(db.DemoCrmCampaigns.AsNoTracking().Where(c => db.DemoCrmMemberships.Any(m => m.CampaignId == c.Id && m.ContactId == id))).ToListAsync(cancellationToken);
        var activities = await db.DemoCrmActivities.AsNoTracking().Where(a => a.ContactId == id).OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Take(200).ToListAsync(cancellationToken);
        return new DemoContactPage(contact, campaigns, activities);
    }

    private IQueryable<DemoCampaignRow> Rows(IQueryable<DemoCrmCampaign> campaigns) => campaigns.OrderByDescending(c => c.CreatedAt).ThenByDescending(c => c.Id)
        .Select(c => new DemoCampaignRow(c.Id, c.Name, c.Status, c.CreatedAt, db.DemoCrmMemberships.Count(m => m.CampaignId == c.Id)));

    private static IQueryable<DemoCrmContact> Matching(IQueryable<DemoCrmContact> contacts, ListRequest request) => request.Words is { } words
        ? contacts.Where(c => c.Email.Contains(words) || c.FirstName.Contains(words) || c.LastName.Contains(words) || (c.FirstName + " " + c.LastName).Contains(words) || c.Company.Contains(words))
        : contacts;

    private static IOrderedQueryable<DemoCrmContact> Sorted(IQueryable<DemoCrmContact> contacts) => contacts.OrderBy(c => c.LastName).ThenBy(c => c.FirstName).ThenBy(c => c.Id);
}
