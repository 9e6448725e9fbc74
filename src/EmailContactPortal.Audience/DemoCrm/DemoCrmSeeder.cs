using EmailContactPortal.Data;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.DemoCrm;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Audience.DemoCrm;

/// <summary>Fills the demo CRM once, always with the same 2,000 people, so that the portal can be tried with nothing installed.</summary>
public sealed class DemoCrmSeeder(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>People in the demo CRM.</summary>
    public const int Contacts = 2000;

    private static readonly (string Name, string Status, int Days, int From, int Count)[] Campaigns =
    [
        ("Spring newsletter", "Active", 2, 0, 420),
        ("Garden fair invitation", "Active", 9, 300, 160),
        ("Winter course, second round", "Active", 20, 700, 48),
        ("All customers", "Active", 45, 0, Contacts),
        ("Autumn catalogue", "Completed", 80, 500, 600),
        ("Partner day", "Planning", 1, 900, 35),
        ("Loyalty survey", "Inactive", 30, 1000, 250),
        ("Cancelled open house", "Cancelled", 60, 1200, 90),
    ];

    /// <summary>Fills an empty demo CRM and makes its connection; leaves a filled one alone.</summary>
    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        if (!await db.CrmConnections.AnyAsync(c => c.Kind == CrmConnection.DemoKind, cancellationToken))
        {
            db.CrmConnections.Add(new CrmConnection { Name = "Demo CRM", Kind = CrmConnection.DemoKind, CreatedAt = now });
            await db.SaveChangesAsync(cancellationToken);
        }

        if (await db.DemoCrmContacts.AnyAsync(cancellationToken)) return;
        var people = DemoPeople.Make(Contacts, now);
        db.DemoCrmContacts.AddRange(people);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var (name, status, days, from, count) in Campaigns)
        {
            var campaign = new DemoCrmCampaign { Name = name, Status = status, CreatedAt = now.AddDays(-days) };
            db.DemoCrmCampaigns.Add(campaign);
            await db.SaveChangesAsync(cancellationToken);
            db.DemoCrmMemberships.AddRange(people.Skip(from).Take(count)
                .Select(p => new DemoCrmMembership { CampaignId = campaign.Id, ContactId = p.Id }));
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
