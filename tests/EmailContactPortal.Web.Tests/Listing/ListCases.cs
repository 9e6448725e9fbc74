using System.Globalization;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Accounts;
using EmailContactPortal.Domain.Access;
using EmailContactPortal.Domain.Campaigns;
using EmailContactPortal.Domain.Consent;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.CrmConnections;
using EmailContactPortal.Domain.Deliveries;
using EmailContactPortal.Domain.DemoCrm;
using EmailContactPortal.Domain.Jobs;
using EmailContactPortal.Domain.SendingDomains;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Tests.Listing;

/// <summary>A list to walk.</summary>
/// <param name="Key">Of its specification.</param>
/// <param name="Address">The page with the rows.</param>
/// <param name="Rows">How many there are.</param>
/// <param name="Find">Words in another case than the rows have them.</param>
/// <param name="Found">How many rows have them.</param>
/// <param name="Nothing">The page before there is any row, in a portal where nothing was done; null where something always is.</param>
internal sealed record ListCase(string Key, string Address, int Rows, string? Find = null, int Found = 0, string? Nothing = null);

/// <summary>Fills every list of the portal with rows, named in all cases and with letters beyond A to Z.</summary>
internal sealed class ListCases(PortalContext db)
{
    public const int Rows = 30;
    private const string Wanted = "ÄRTA";
    private const int WantedRows = 3;
    private static readonly string[] Stems = ["apple", "Banana", "ärta", "Ärla", "åbo", "Ångbåt", "Öland", "önska", "zebra", "Zorro"];
    private static readonly DateTime Start = PortalFactory.Start.UtcDateTime;

    public async Task<IReadOnlyList<ListCase>> AddAsync()
    {
        var list = Add(new ListType { Name = "List of all" });
        await db.SaveChangesAsync();
        var group = Add(new TargetGroup
        {
            Name = "A group of all",
            ListTypeId = list.Id,
            Source = TargetGroupSource.Csv,
            Status = TargetGroupStatus.Ready,
            MemberCount = Rows,
            UpdatedAt = Start.AddDays(-1),
        });
        var draft = Add(new Campaign { Name = "A draft of all", UpdatedAt = Start.AddDays(-1) });
        await db.SaveChangesAsync();
        draft.TargetGroupId = group.Id;
        await db.SaveChangesAsync();
        var recipients = await SentAsync(list, group);
        await SettingsAsync(list);
        var demo = await DemoAsync();
        return
        [
            new("campaigns", "/campaigns", Rows + 1, Wanted, WantedRows, "/campaigns"),
            new("draft-people", $"/campaigns/{draft.Id}/people?rule=receive", Rows - 1, "ÅNGBÅT", WantedRows),
            new("emails", "/content/emails", Rows, Wanted, 2 * WantedRows, "/content/emails"),
            new("templates", "/content/templates", Rows, Wanted, 2 * WantedRows, "/content/templates"),
            new("target-groups", "/target-groups", Rows + 1, Wanted, WantedRows, "/target-groups"),
            new("members", $"/target-groups/{group.Id}", Rows, "ÅNGBÅT", WantedRows),
            new("reports", "/reports", Rows, Wanted, WantedRows, "/reports"),
            new("recipients", $"/reports/campaigns/{recipients}/recipients", Rows, "PERSON07@", 1),
            new("users", "/settings/users", Rows + 3, Wanted, WantedRows),
            new("list-types", "/settings/list-types", Rows + 1, Nothing: "/settings/list-types"),
            new("unsubscribed", $"/settings/list-types/{list.Id}/unsubscribed", Rows, "PERSON07@", 1),
            new("suppressed", "/settings/suppressed", Rows, "PERSON07@", 1, "/settings/suppressed"),
            new("set-aside", "/settings/jobs/set-aside", Rows, Nothing: "/settings/jobs/set-aside"),
            new("write-back", "/settings/write-back", Rows, "PERSON07@", 1, "/settings/write-back"),
            new("crm-connections", "/settings/crm-connections", 2, Nothing: "/settings/crm-connections"),
            new("mail-servers", "/settings/mail-servers", 1),
            new("recipient-domains", "/settings/recipient-domains", await db.DomainLimits.CountAsync()),
            new("sending-domains", "/settings/sending-domains", 2, Nothing: "/settings/sending-domains"),
            new("api-keys", "/settings/api-keys", 2, Nothing: "/settings/api-keys"),
            new("caught-mail", "/mail-catcher", 0, Nothing: "/mail-catcher"),
            new("demo-campaigns", "/demo-crm", Rows, Wanted, WantedRows, "/demo-crm"),
            new("demo-contacts", "/demo-crm/contacts", Rows, Wanted, 2 * WantedRows, "/demo-crm/contacts"),
            new("demo-members", $"/demo-crm/campaigns/{demo}", Rows, Wanted, 2 * WantedRows),
        ];
    }

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"{Stems[i % Stems.Length]} {i / Stems.Length}");

    private static string Address(int i) => string.Create(CultureInfo.InvariantCulture, $"person{i:00}@meadow.example");

    private T Add<T>(T entity)
        where T : class => db.Add(entity).Entity;

    private static void Each(Action<int> add)
    {
        for (var i = 0; i < Rows; i++) add(i);
    }

    /// <summary>
    /// The first campaign's recipients; the person with the last address has unsubscribed, so that the draft has one fewer.
    /// </summary>
    private async Task<int> SentAsync(ListType list, TargetGroup group)
    {
        var campaigns = new List<Campaign>();
        Each(i =>
        {
            campaigns.Add(Add(new Campaign
            {
                Name = Name(i),
                Status = CampaignStatus.Sent,
                LaunchedAt = Start.AddMinutes(i / 2),
                UpdatedAt = Start.AddMinutes(i / 2),
            }));
            Add(new Email { Name = Name(i), Subject = Name(Rows - 1 - i), SenderName = "Meadow", UpdatedAt = Start.AddMinutes(i / 2) });
            Add(new Email { Name = Name(i), Subject = Name(Rows - 1 - i), Kind = EmailKind.Template, UpdatedAt = Start });
            Add(new TargetGroup
            {
                Name = Name(i),
                ListTypeId = list.Id,
                MemberCount = i / 3,
                UpdatedAt = Start,
                Source = TargetGroupSource.Csv,
            });
            Add(new Member { TargetGroupId = group.Id, Email = Address(i), EmailKey = Address(i), FirstName = Name(i) });
        });
        await db.SaveChangesAsync();
        foreach (var campaign in campaigns)
            Add(new CampaignTotals { CampaignId = campaign.Id, Recipients = Rows, Sent = campaign.Id % 3, UniqueOpens = campaign.Id % 2 });
        var crm = Add(new CrmConnection { Name = "Ålder", Kind = CrmConnection.DemoKind });
        Add(new CrmConnection { Name = "beta", Kind = CrmConnection.DemoKind });
        await db.SaveChangesAsync();
        var deliveries = new List<Delivery>();
        Each(i => deliveries.Add(Add(new Delivery
        {
            CampaignId = campaigns[0].Id,
            Email = Address(i),
            EmailKey = Address(i),
            FirstName = Name(i),
            Status = DeliveryStatus.Sent,
        })));
        await db.SaveChangesAsync();
        foreach (var delivery in deliveries)
        {
            var id = delivery.Id.ToString(CultureInfo.InvariantCulture);
            Add(new WriteBackEntry
            {
                CrmConnectionId = crm.Id,
                CrmContactId = id,
                CampaignId = campaigns[0].Id,
                DeliveryId = delivery.Id,
                ExternalId = id,
            });
        }

        await db.SaveChangesAsync();
        return campaigns[0].Id;
    }

    private async Task SettingsAsync(ListType list)
    {
        Each(i =>
        {
            var mail = "U" + Address(i);
            Add(new PortalUser
            {
                FullName = Name(i),
                UserName = mail,
                Email = mail,
                NormalizedEmail = mail.ToUpperInvariant(),
                NormalizedUserName = mail.ToUpperInvariant(),
            });
            Add(new ListType { Name = Name(i), UnsubscribedCount = i / 3, UpdatedAt = Start });
            Add(new Unsubscribe
            {
                ListTypeId = list.Id,
                Email = i == Rows - 1 ? Address(i) : "not-" + Address(i),
                EmailKey = i == Rows - 1 ? Address(i) : "not-" + Address(i),
                At = Start.AddMinutes(i / 2),
            });
            Add(new Suppression { Email = "not-" + Address(i), EmailKey = "not-" + Address(i), At = Start.AddMinutes(i / 2) });
            Add(new DeadLetter { Kind = DeadLetterKind.Hit, Content = "{}", Reason = "It was refused.", At = Start });
        });
        list.UnsubscribedCount = Rows;
        foreach (var name in (string[])["one.example", "two.example"])
        {
            Add(new SendingDomain { Name = name, CreatedAt = Start });
            Add(new ApiKey { Name = name, Prefix = "ecp_", Hash = System.Text.Encoding.UTF8.GetBytes(name), Scopes = "read", UserId = 1 });
        }

        await db.SaveChangesAsync();
    }

    private async Task<int> DemoAsync()
    {
        var campaigns = new List<DemoCrmCampaign>();
        var contacts = new List<DemoCrmContact>();
        Each(i =>
        {
            campaigns.Add(Add(new DemoCrmCampaign { Name = Name(i), Status = "Active", CreatedAt = Start.AddMinutes(i / 2) }));
            contacts.Add(Add(new DemoCrmContact
            {
                FirstName = "Kim",
                LastName = Name(i),
                Email = Address(i),
                Company = Name(Rows - 1 - i),
            }));
        });
        await db.SaveChangesAsync();
        foreach (var contact in contacts) Add(new DemoCrmMembership { CampaignId = campaigns[0].Id, ContactId = contact.Id });
        await db.SaveChangesAsync();
        return campaigns[0].Id;
    }
}
