using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Access;

/// <summary>Makes things that somebody owns, each with a name that is nowhere else.</summary>
internal sealed class Things(PortalFactory portal, int owner)
{
    private int list;

    /// <summary>In the name of what is not finished, so that it can be looked for in every answer.</summary>
    public const string Secret = "Unfinished-secret";

    public Task<int> UserAsync(string email) =>
        portal.InDatabaseAsync(db => db.Users.Where(u => u.Email == email).Select(u => u.Id).SingleAsync());

    /// <summary>A new thing; one that others do not see when it is a draft.</summary>
    public Task<int> MakeAsync(string about, bool draft) => portal.InDatabaseAsync(async db =>
    {
        if (list == 0)
        {
            var made = db.ListTypes.Add(new ListType { Name = "Walk" }).Entity;
            await db.SaveChangesAsync();
            list = made.Id;
        }

        var name = $"{(draft ? Secret : "Finished")}-{Guid.NewGuid():N}";
        object thing = about switch
        {
            "campaign" =>
                new Campaign
                {
                    Name = name,
                    OwnerId = owner,
                    Status = draft ? CampaignStatus.Draft : CampaignStatus.Cancelled,
                    LaunchedAt = draft ? null : PortalFactory.Start.UtcDateTime,
                },
            "email" or "template" =>
                new Email
                {
                    Name = name,
                    OwnerId = owner,
                    IsActive = !draft,
                    Kind = about == "email" ? EmailKind.Email : EmailKind.Template,
                    Subject = "x",
                    SenderAddress = "a@example.com",
                    Html = "<p>x</p>",
                },
            "group" => new TargetGroup { Name = name, OwnerId = owner, ListTypeId = list, Status = TargetGroupStatus.Ready },
            _ =>
                new Import
                {
                    FileName = name,
                    StartedById = owner,
                    Status = ImportStatus.Draft,
                    StoredFile = "none",
                    CreatedAt = TimeProvider.System.GetUtcNow().UtcDateTime,
                },
        };
        db.Add(thing);
        await db.SaveChangesAsync();
        if (thing is Campaign { LaunchedAt: not null } campaign)
        {
            db.Add(new CampaignTotals { CampaignId = campaign.Id });
            await db.SaveChangesAsync();
        }

        return (int)db.Entry(thing).Property("Id").CurrentValue!;
    });

    /// <summary>What a thing is like now; empty when it is gone.</summary>
    public Task<string> StateAsync(string about, int id) => portal.InDatabaseAsync(async db => about switch
    {
        "campaign" =>
            await db.Campaigns.Where(c => c.Id == id).Select(c => $"{c.Name} {c.Status} {c.Version} {c.UpdatedAt}").FirstOrDefaultAsync()
                ?? "",
        "email" or "template" =>
            await db.Emails.Where(e => e.Id == id).Select(e => $"{e.Name} {e.IsActive} {e.Version} {e.UpdatedAt}").FirstOrDefaultAsync()
                ?? "",
        "group" =>
            await db.TargetGroups.Where(g => g.Id == id).Select(g => $"{g.Name} {g.Status} {g.OwnerId} {g.UpdatedAt}")
                .FirstOrDefaultAsync() ?? "",
        _ => await db.Imports.Where(i => i.Id == id).Select(i => $"{i.FileName} {i.Status}").FirstOrDefaultAsync() ?? "",
    });
}
